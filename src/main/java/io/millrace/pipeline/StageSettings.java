package io.millrace.pipeline;

/**
 * How a stage is manned.
 *
 * @param workers at least 1
 * @param queue slots of the link before it, rounded up to a power of two
 */
public record StageSettings(int workers, int queue) {

    public StageSettings {
        if (workers < 1 || queue < 1) {
            throw new IllegalArgumentException("a stage needs at least one worker and one slot");
        }
    }

    /** With half the workers, at least one. */
    StageSettings halved() {
        return new StageSettings(Math.max(1, workers / 2), queue);
    }

    /** {@code workers} workers behind a link of 64 slots. */
    public static StageSettings of(int workers) {
        return new StageSettings(workers, 64);
    }
}
