package io.millrace.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What follows from two runs of a job for a machine: the workers to give it, and what it will take then. Two things
 * bound the workers that memory bears. The process must stay below its limit; and what items reserve, which is the
 * worst that they might take, must find room, or workers beyond that wait.
 *
 * @param job its name
 * @param input as a user would say it
 * @param one with one worker to each heavy stage
 * @param many with more
 * @param machine where it is to run
 */
public record WorkerRecommendation(String job, String input, Load one, Load many, MachineShare machine) {

    /** The workers that memory bears; 0 where it is too little for one. */
    int memoryWorkers() {
        return Math.min(
                resident().workersWithin(machine.limitBytes()), reserved().workersWithin(machine.forItemsBytes()));
    }

    /** The workers to each heavy stage that the processors feed. */
    int coreWorkers() {
        return Math.max(1, machine.cores());
    }

    int workers() {
        return Math.max(1, Math.min(memoryWorkers(), coreWorkers()));
    }

    /** What the process will take at most, in bytes: items wait before it is more than the limit. */
    long predictedBytes(int workers) {
        return Math.min(resident().at(workers), machine.limitBytes());
    }

    /** Whether items wait for memory although there is one worker only. */
    boolean tooLittle() {
        return memoryWorkers() == 0 || full(one);
    }

    /** Whether the memory was too little for so many workers, so that they took less than they would elsewhere. */
    public boolean crowded() {
        return full(many);
    }

    private Cost resident() {
        return Cost.of(one.peakBytes(), many.workers(), many.peakBytes());
    }

    private Cost reserved() {
        return full(many)
                ? Cost.ofWorkersOnly(one.reservedBytes())
                : Cost.of(one.reservedBytes(), many.workers(), many.reservedBytes());
    }

    /** Items have begun to wait for memory, or nearly: more workers would reserve no more. */
    private boolean full(Load load) {
        return load.reservedBytes() > machine.forItemsBytes() / 10 * 9;
    }

    /** For people, each ended. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, job, "measured with " + input + ": " + watched(one) + ", " + watched(many));
        line(text, "fixed", Format.mib(resident().fixedBytes()));
        line(text, "per worker", Format.mib(resident().perWorkerBytes()) + " (of each heavy stage)");
        line(text, "memory", memoryWords());
        line(text, "cores", "feed " + Format.count(coreWorkers(), "worker"));
        line(text, "so", "-w " + workers() + "   predicted rss " + Format.mib(predictedBytes(workers())));
        line(text, "others", others());
        warnings().forEach(warning -> line(text, "notice", warning));
        return text.toString();
    }

    /** For programs, one line, not ended. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("job", job).put("input", input);
        json.put("fixed_bytes", resident().fixedBytes());
        json.put("bytes_per_worker", resident().perWorkerBytes());
        json.put("limit_bytes", machine.limitBytes());
        json.put("memory_workers", memoryWorkers() == Integer.MAX_VALUE ? null : Integer.valueOf(memoryWorkers()));
        json.put("core_workers", coreWorkers());
        json.put("workers", workers()).put("predicted_rss_bytes", predictedBytes(workers()));
        ArrayNode runs = json.putArray("runs");
        for (Load load : List.of(one, many)) {
            runs.addObject()
                    .put("workers", load.workers())
                    .put("peak_rss_bytes", load.peakBytes())
                    .put("peak_reserved_bytes", load.reservedBytes())
                    .put("items", load.items())
                    .put("seconds", load.elapsed().toSeconds())
                    .put("steady", load.steady());
        }
        ArrayNode notices = json.putArray("notices");
        warnings().forEach(notices::add);
        return json.toString();
    }

    private String memoryWords() {
        int workers = memoryWorkers();
        String bears = workers == 0
                ? "bears no worker"
                : workers == Integer.MAX_VALUE
                        ? "bears any number of workers"
                        : "bears " + Format.count(workers, "worker");
        return bears + ": " + Format.mib(machine.limitBytes()) + " for the process, "
                + Format.mib(machine.forItemsBytes()) + " of it for items, which reserve "
                + Format.mib(reserved().perWorkerBytes()) + " a worker";
    }

    /** What the same job takes with other numbers of workers, as far as memory bears them. */
    private String others() {
        TreeSet<Integer> numbers = new TreeSet<>(List.of(1, 2, 4, 8, many.workers(), 2 * workers()));
        numbers.remove(workers());
        List<String> words = new ArrayList<>();
        numbers.stream()
                .filter(number -> number <= memoryWorkers())
                .forEach(number -> words.add("-w " + number + " " + Format.mib(predictedBytes(number))));
        return words.isEmpty() ? "memory bears none" : String.join(", ", words);
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (tooLittle()) {
            warnings.add("memory is too little even for one worker, so items wait for it: give more with --memory (or"
                    + " MILLRACE_MEMORY), or make them smaller (fewer --frames, a lower stages.decode.max-pixels)");
        } else if (full(many)) {
            warnings.add(
                    "with " + many.workers() + " workers items wait for memory; more --memory lets more of them work");
        }
        List.of(one, many).stream().filter(load -> !load.steady()).forEach(load -> warnings.add(unsteady(load)));
        return warnings;
    }

    private static String unsteady(Load load) {
        String when = "with " + Format.count(load.workers(), "worker") + ", after "
                + load.elapsed().toSeconds() + " s, ";
        return load.inputOver()
                ? when
                        + "the input was over before memory had stood still for long: with more input it "
                        + "may come to more"
                : when + "memory was still rising, or had been until just before: it may come to more; a longer"
                        + " --max-duration shows it";
    }

    private static String watched(Load load) {
        return Format.count(load.workers(), "worker") + " " + Format.mib(load.peakBytes()) + " in "
                + load.elapsed().toSeconds() + " s";
    }

    private static void line(StringBuilder text, String name, String words) {
        text.append(String.format(Locale.ROOT, "%-11s %s%n", name, words));
    }
}
