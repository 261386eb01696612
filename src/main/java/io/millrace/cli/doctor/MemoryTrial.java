package io.millrace.cli.doctor;

import io.millrace.cli.option.JobOptions;
import io.millrace.doctor.Load;
import io.millrace.doctor.MachineShare;
import io.millrace.doctor.MeasureException;
import io.millrace.doctor.MeasuredRun;
import io.millrace.doctor.WorkerRecommendation;
import io.millrace.jobs.Job;
import io.millrace.jobs.Resources;
import io.millrace.run.JobSetup;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Scratch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a job twice as a user would, and makes of it what the machine bears. */
record MemoryTrial(MeasuredWords words) {

    /** Enough for a slope that is more than chance. */
    private static final int MANY = 8;

    private static final int FEWEST = 2;

    WorkerRecommendation run() throws Refusal, MeasureException, IOException, InterruptedException {
        int asked = words.workers();
        JobSetup setup = JobSetup.of(words.run().options.request(), List.of());
        String given = words.run().options.output;
        try (Scratch scratch = Scratch.in(given == null ? null : Path.of(given))) {
            List<String> command = new ArrayList<>(command());
            command.addAll(words.words());
            boolean named = MeasuredWords.namesInput(setup);
            if (!named) {
                command.addAll(sample(setup.job(), scratch));
            }
            String input = named ? "the given input" : "samples of its own making (name INPUT to measure with yours)";
            Load one = measure(command, 1, scratch);
            int many = asked == 0 ? MANY : asked;
            WorkerRecommendation found = prescription(setup, input, one, measure(command, many, scratch));
            while (found.crowded() && many > FEWEST && asked == 0) {
                many /= 2;
                found = prescription(setup, input, one, measure(command, many, scratch));
            }
            return found;
        }
    }

    /** The words that name samples, in place of an input. */
    private static List<String> sample(Job job, Scratch scratch) throws Refusal, IOException {
        System.err.println("making samples for " + job.name() + " ...");
        List<String> words = job.sample(Files.createDirectory(scratch.folder().resolve("sample")));
        if (words.isEmpty()) {
            throw Refusal.usage("there are no samples for " + job.name() + "; name its input");
        }
        return words;
    }

    private static WorkerRecommendation prescription(JobSetup setup, String input, Load one, Load many) {
        Resources resources = Installation.resources();
        long limit = setup.run().memoryLimit(resources);
        MachineShare machine = new MachineShare(resources.cores(), limit, resources.forItems(limit));
        return new WorkerRecommendation(setup.job().name(), input, one, many, machine);
    }

    private Load measure(List<String> command, int workers, Scratch scratch)
            throws Refusal, MeasureException, IOException, InterruptedException {
        System.err.println("measuring " + words.job() + " with " + workers + (workers == 1 ? " worker" : " workers")
                + ", up to " + most().toSeconds() + " s ...");
        Path output = scratch.folder().resolve("out-" + workers);
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("-w", Integer.toString(workers), "--output", output.toString()));
        whole.addAll(List.of("--json", "--report", "none", "--no-restart"));
        whole.addAll(List.of("--set", "console.interval=500ms", "--set", "journal.dir=null"));
        try (MeasuredRun run =
                new MeasuredRun(whole, workers, most(), scratch.folder().resolve("errors-" + workers))) {
            Runtime.getRuntime().addShutdownHook(new Thread(run::close, "take-down"));
            return run.await();
        } finally {
            scratch.remove("out-" + workers);
        }
    }

    private Duration most() throws Refusal {
        String asked = words.run().maxDuration;
        return asked == null ? MeasuredRun.MOST : JobOptions.duration(asked);
    }

    /** How this process was started: through the launcher, or as whoever started it without has done. */
    private static List<String> command() {
        if (Installation.launched()) {
            return List.of(Installation.folder().resolve("bin").resolve("run").toString());
        }
        List<String> java = new ArrayList<>();
        java.add(ProcessHandle.current().info().command().orElse("java"));
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Installation.MAIN_CLASS));
        return java;
    }
}
