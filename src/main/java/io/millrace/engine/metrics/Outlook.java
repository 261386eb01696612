package io.millrace.engine.metrics;

import java.time.Duration;
import java.util.List;

/**
 * What a snapshot and those of the last half minute say together: how fast it goes, what limits it, what to do about
 * that, and when it will be over.
 *
 * @param window the time that the rates and shares are of; zero before there is any
 * @param itemsPerSecond items that ended, in the window
 * @param averagePerSecond the same over the time that this run has worked
 * @param bytesPerSecond input taken in, in the window
 * @param cpu processors the process kept busy, in the window: 0 to {@code Machine.processors}
 * @param gc share of the window that garbage collections took
 * @param stages in the order of the snapshot's
 * @param limit never null
 * @param advice null where there is nothing to gain
 * @param tested what became of the advice taken last; null if none was
 * @param eta null while it cannot be said
 */
public record Outlook(
        Duration window,
        double itemsPerSecond,
        double averagePerSecond,
        double bytesPerSecond,
        double cpu,
        double gc,
        List<StagePace> stages,
        Limit limit,
        Advice advice,
        Tested tested,
        Eta eta) {

    /** Before anything can be said. */
    public static final Outlook NONE = new Outlook(
            Duration.ZERO,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            new Limit(Limit.Kind.UNKNOWN, null, "too early to say"),
            null,
            null,
            null);

    public Outlook {
        stages = List.copyOf(stages);
    }

    /**
     * A stage in the window. {@code busy}, {@code blocked} and {@code idle} are shares of its workers' time and add up
     * to 1, or are all 0 where it had none.
     *
     * @param name as in configuration
     * @param busy in steps
     * @param blocked without room downstream
     * @param idle without input
     * @param onCpu share of its workers' time on a processor, at most {@code busy}
     * @param partsPerSecond taken
     * @param meanNs a part's mean time in the step; 0 without parts. {@code busy = partsPerSecond x meanNs / workers}
     */
    public record StagePace(
            String name, double busy, double blocked, double idle, double onCpu, double partsPerSecond, long meanNs) {}

    /**
     * What the run would have to be rid of to be faster.
     *
     * @param kind of limit
     * @param stage that it is in; null where it is in none
     * @param sentence the reason, with its figures, for people
     */
    public record Limit(Kind kind, String stage, String sentence) {

        /** Sorts of limits; names are for machines and stay as they are. */
        public enum Kind {
            /** Nothing can be said yet, or the run stands still on purpose. */
            UNKNOWN,
            /** A stage has all it can do, on processors. */
            STAGE,
            /** A stage waits for the disk, network or database that it reads from. */
            INPUT,
            /** A stage waits for the disk, network or database that it writes to. */
            SINK,
            /** The source names items too slowly. */
            SOURCE,
            /** All processors are in use. */
            CPU,
            /** Items wait for memory. */
            MEMORY,
            /** As many items are open as may be, and no stage is full. */
            IN_FLIGHT,
            /** No stage waits for another. */
            BALANCED
        }
    }

    /**
     * What to do.
     *
     * @param sentence for people
     * @param stage that should have more workers; null where the advice is another
     * @param from its workers now
     * @param to its workers then
     * @param itemsPerSecond what is expected of it; 0 where nothing can be predicted
     */
    public record Advice(String sentence, String stage, int from, int to, double itemsPerSecond) {}

    /**
     * An advice that was taken.
     *
     * @param advice as it was
     * @param before items per second then
     * @param after items per second since
     * @param sentence for people
     */
    public record Tested(Advice advice, double before, double after, String sentence) {}

    /**
     * The time that is left.
     *
     * @param rest most likely
     * @param low it is less than this in one case of ten
     * @param high it is more than this in one case of ten
     */
    public record Eta(Duration rest, Duration low, Duration high) {}
}
