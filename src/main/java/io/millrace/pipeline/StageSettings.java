package io.millrace.pipeline;

import java.time.Duration;

/**
 * How a stage is manned.
 *
 * @param workers at least 1
 * @param queue slots of the link before it, rounded up to a power of two
 * @param timeout how long its step may go without progress; zero is for ever
 * @param batch parts that its step wants at once, at least 1
 */
public record StageSettings(int workers, int queue, Duration timeout, int batch) {

    public StageSettings {
        if (workers < 1 || queue < 1 || timeout.isNegative() || batch < 1) {
            throw new IllegalArgumentException("a stage needs at least one worker and one slot, and its time");
        }
    }

    /** Whose step takes part by part. */
    public StageSettings(int workers, int queue, Duration timeout) {
        this(workers, queue, timeout, 1);
    }

    /** Whose step may take as long as it likes. */
    public StageSettings(int workers, int queue) {
        this(workers, queue, Duration.ZERO);
    }

    /** With half the workers, at least one. */
    StageSettings halved() {
        return new StageSettings(Math.max(1, workers / 2), queue, timeout, batch);
    }

    /** {@code workers} workers behind a link of 64 slots. */
    public static StageSettings of(int workers) {
        return new StageSettings(workers, 64);
    }
}
