package io.millrace.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a job as a child process, watched through its JSON stream and stopped when its memory stands still. Its
 * output is the caller's to remove. Used by one thread.
 */
public final class MeasuredRun implements AutoCloseable {

    /** Collectors, pools and arenas have taken their size by then, as far as seen. */
    private static final Duration LEAST = Duration.ofSeconds(20);

    /** So many items, or so long: large ones may come in between, and meet what smaller ones have left in the pools. */
    private static final int LEAST_ITEMS = 100;

    private static final Duration LONG = Duration.ofSeconds(60);

    /** After which it is measured as it is. */
    public static final Duration MOST = Duration.ofSeconds(90);

    private static final long DRAIN_S = 5;
    private static final int LAST_WORDS = 5;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int workers;
    private final Duration most;
    private final Path errors;
    private final Process process;
    private final Steadiness steadiness;
    private long peakBytes;
    private long reservedBytes;
    private long items;
    private long good;
    private long begunNs;
    private long lastNs;
    private String failure;
    private boolean enough;

    /**
     * Starts it.
     *
     * @param command with {@code --json} and a short interval
     * @param workers that the command says
     * @param most how long to watch from the first item on
     * @param errors a file for what it says on stderr
     */
    public MeasuredRun(List<String> command, int workers, Duration most, Path errors) throws IOException {
        this.workers = workers;
        this.most = most;
        this.errors = errors;
        this.steadiness = new Steadiness(LEAST.compareTo(most) < 0 ? LEAST : most);
        this.process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors.toFile())
                .start();
    }

    /** Waits until it is known what the run takes. */
    public Load await() throws IOException, InterruptedException, MeasureException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null && !enough; line = lines.readLine()) {
                read(line);
            }
        }
        end();
        if (good == 0 && (items > 0 || !enough)) { // a long video is worth a measuring before it ends
            throw new MeasureException(reason(), enough ? 0 : process.exitValue());
        }
        if (peakBytes <= 0) {
            throw new MeasureException(
                    "this system does not tell what a process takes of its memory (/proc/self/status)", 0);
        }
        return new Load(workers, peakBytes, reservedBytes, items, elapsed(), steady(), !enough);
    }

    /** Takes it down, whatever it is doing: nobody wants its results. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void end() throws InterruptedException {
        if (enough) {
            process.destroy();
        }
        if (!process.waitFor(DRAIN_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private void read(String line) throws IOException {
        JsonNode said = MAPPER.readTree(line);
        switch (said.path("type").asText()) {
            case "progress" -> progress(said);
            case "summary" -> {
                peakBytes = Math.max(peakBytes, said.path("peak_rss_bytes").asLong());
                count(said.path("items"));
            }
            case "item_failed", "error" ->
                failure = failure == null ? said.path("message").asText() : failure;
            default -> {} // newer words than ours
        }
    }

    private void progress(JsonNode said) {
        lastNs = System.nanoTime();
        JsonNode memory = said.path("memory");
        peakBytes = Math.max(peakBytes, memory.path("peak_rss_bytes").asLong());
        reservedBytes = Math.max(reservedBytes, memory.path("reserved_bytes").asLong());
        count(said.path("items"));
        if (begunNs == 0 && (items > 0 || said.path("in_flight").asLong() > 0)) {
            begunNs = lastNs;
        }
        if (begunNs != 0) {
            steadiness.add(elapsed(), peakBytes);
            enough = steady() || elapsed().compareTo(most) >= 0;
        }
    }

    private boolean steady() {
        return steadiness.still() && (items >= LEAST_ITEMS || elapsed().compareTo(LONG) >= 0);
    }

    private void count(JsonNode counts) {
        good = counts.path("done").asLong() + counts.path("empty").asLong();
        items = good
                + counts.path("failed").asLong()
                + counts.path("quarantined").asLong();
    }

    private Duration elapsed() {
        return begunNs == 0 ? Duration.ZERO : Duration.ofNanos(lastNs - begunNs);
    }

    private String reason() throws IOException {
        if (failure != null) {
            return failure;
        }
        List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8);
        return said.isEmpty()
                ? "the run ended without an item"
                : String.join("\n", said.subList(Math.max(0, said.size() - LAST_WORDS), said.size()));
    }
}
