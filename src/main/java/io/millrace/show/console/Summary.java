package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.show.FailureGroup;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended: everything its last words, {@code summary.json} and reports say. Its numbers agree, or it cannot be
 * made.
 *
 * @param job its name
 * @param run its id
 * @param exit the exit code
 * @param items of the first phase, which lists the input: what became of them
 * @param phases all that the run came to, where the job has several; else empty
 * @param endedHere items that this run, not an earlier one, brought to an end
 * @param elapsed of this run
 * @param bytesRead input taken in by this run
 * @param peakRssBytes -1 where the system does not tell
 * @param stages in the order of the way of the data
 * @param limits how long each was what the run would have had to be rid of, longest first; empty where nobody has
 *     looked
 * @param output what stands in the output
 * @param failures by class, most frequent first; together all that failed or are quarantined, in this run or before
 * @param next a command that helps; null when there is nothing to do
 * @param folder of the run's files, as a user would type it
 * @param version of the program
 * @param fingerprint of the settings that change results
 * @param journal what the run's journal promised when it ended; null if it did not end well
 * @param report the page about the run, as a user would type it; null if there is none
 */
public record Summary(
        String job,
        String run,
        int exit,
        Status.Items items,
        List<Phase> phases,
        long endedHere,
        Duration elapsed,
        long bytesRead,
        long peakRssBytes,
        List<Status.StageStatus> stages,
        List<LimitShare> limits,
        Output output,
        List<FailureGroup> failures,
        String next,
        String folder,
        String version,
        String fingerprint,
        Promise journal,
        String report) {

    private static final int ALL_OK = 0;
    private static final int SOME_FAILED = 3;

    /**
     * One of several phases.
     *
     * @param items of this phase
     * @param elapsed from its begin to its end
     * @param journal what its journal promised when it ended; null for the first one, whose is that of the run
     */
    public record Phase(String name, Status.Items items, Duration elapsed, Promise journal) {}

    /**
     * What stands in the output, from all runs.
     *
     * @param path as a user would type it
     * @param files made
     * @param bytes in them
     */
    public record Output(String path, long files, long bytes) {}

    /**
     * @param name of the stage, or of what else limited the run: {@code memory}, {@code cpu}
     * @param share of the run's time, 0 to 1
     */
    public record LimitShare(String name, double share) {}

    /**
     * What the files of the journal hold, for whoever reads it later: {@code MANIFEST} has the same.
     *
     * @param lines each of a file
     * @param crc32c of the lines
     */
    public record Promise(List<String> lines, String crc32c) {}

    public Summary {
        phases = List.copyOf(phases);
        stages = List.copyOf(stages);
        limits = List.copyOf(limits);
        failures = List.copyOf(failures);
        requireWhole(items);
        phases.forEach(phase -> requireWhole(phase.items));
        long bad = bad(items);
        long all = phases.isEmpty()
                ? bad
                : phases.stream().mapToLong(phase -> bad(phase.items)).sum();
        long sum = failures.stream().mapToLong(FailureGroup::count).sum();
        long ended = items.done() + items.empty();
        require(sum == all, "failures by class are not " + all + " in all");
        require(endedHere >= ended && endedHere <= ended + bad, endedHere + " items cannot have ended in this run");
        require(exit != ALL_OK || all == 0, "exit 0 although " + all + " items failed");
        require((exit != ALL_OK && exit != SOME_FAILED) || items.left() == 0, "finished although items are left");
    }

    /** Those that do not stand well, and are not left to be done. */
    private static long bad(Status.Items items) {
        return items.failed() + items.quarantined();
    }

    private static void requireWhole(Status.Items items) {
        require(Math.min(items.left(), items.failed()) >= 0, "these are not all items: " + items);
    }

    /** The last words on stdout: several lines, each ended. */
    public String text() {
        return SummaryText.of(this);
    }

    /** How the run ended, in words. */
    public String ending() {
        return SummaryText.ending(exit);
    }

    /** The content of {@code summary.json}: one line, not ended. */
    public String json() {
        return Json.text(Json.summary(this));
    }

    double itemsPerSecond() {
        return perSecond(endedHere);
    }

    double bytesPerSecond() {
        return perSecond(bytesRead);
    }

    private double perSecond(long number) {
        return elapsed.isZero() ? 0 : number * 1e9 / elapsed.toNanos();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("the summary does not add up: " + message);
        }
    }
}
