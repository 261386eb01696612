package io.millrace.engine.plan;

import java.time.Duration;

/**
 * How a stage is manned.
 *
 * @param workers at least 1
 * @param queue slots of the link before it, rounded up to a power of two
 * @param timeout how long its step may go without progress; zero is for ever
 * @param batch parts that its step wants at once, at least 1
 * @param workerBytes native memory that a worker holds beside its items
 * @param most workers that it may come to have while it runs; 0 leaves that to the machine
 */
public record StageSettings(int workers, int queue, Duration timeout, int batch, long workerBytes, int most) {

    /**
     * A thread's stack, what libraries keep for each thread, and what a step keeps between items, of which there is
     * little.
     */
    public static final long WORKER_BYTES = 8L << 20;

    /** Threads that wait for a disk or a network are worth having on a small machine too. */
    private static final int LEAST_MOST = 8;

    public StageSettings {
        if (workers < 1 || queue < 1 || timeout.isNegative() || batch < 1 || workerBytes < 0 || most < 0) {
            throw new IllegalArgumentException("a stage needs at least one worker and one slot, and its time");
        }
        if (most > 0 && workers > most) {
            throw new IllegalArgumentException("a stage has more workers than it may: " + workers + " of " + most);
        }
    }

    /** Whose workers hold little beside their items, as many as the machine is good for. */
    public StageSettings(int workers, int queue, Duration timeout, int batch) {
        this(workers, queue, timeout, batch, WORKER_BYTES, 0);
    }

    /** Whose step takes part by part. */
    public StageSettings(int workers, int queue, Duration timeout) {
        this(workers, queue, timeout, 1);
    }

    /** Whose step may take as long as it likes. */
    public StageSettings(int workers, int queue) {
        this(workers, queue, Duration.ZERO);
    }

    /** {@code workers} workers behind a link of 64 slots. */
    public static StageSettings of(int workers) {
        return new StageSettings(workers, 64);
    }

    /** The same with workers that hold {@code bytes} each beside their items. */
    public StageSettings holding(long bytes) {
        return new StageSettings(workers, queue, timeout, batch, bytes, most);
    }

    /** The same with one worker for good. */
    public StageSettings alone() {
        return new StageSettings(1, queue, timeout, batch, workerBytes, 1);
    }

    /** With half the workers, at least one. */
    StageSettings halved() {
        return new StageSettings(Math.max(1, workers / 2), queue, timeout, batch, workerBytes, most);
    }

    /** Workers that it may have at once: as set, else twice the processors, at least {@value #LEAST_MOST}. */
    public int mostWorkers() {
        int machine = 2 * Runtime.getRuntime().availableProcessors();
        return most > 0 ? most : Math.max(workers, Math.max(machine, LEAST_MOST));
    }
}
