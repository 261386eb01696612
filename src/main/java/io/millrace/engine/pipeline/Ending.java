package io.millrace.engine.pipeline;

import java.util.List;

/**
 * How a run came to its end.
 *
 * @param how in one word
 * @param failure what ended it, for {@code FAILED}; null otherwise
 * @param stuck what was cut short: the names of workers that did not end in time
 */
public record Ending(How how, Throwable failure, List<String> stuck) {

    /** The ways a run can end. */
    public enum How {
        /** The source ended and every item has its outcome. */
        COMPLETED,
        /** Drained on request: every item that was let in has its outcome, others were not let in. */
        DRAINED,
        /** Cut short on request: open items stay open for the next run. */
        STOPPED,
        /** The engine, the books, the source or the sink failed. */
        FAILED
    }
}
