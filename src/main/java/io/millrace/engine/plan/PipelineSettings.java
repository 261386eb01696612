package io.millrace.engine.plan;

import io.millrace.engine.flow.Link;

/**
 * What holds for a whole run.
 *
 * @param inFlight items open at once, 1 to {@link #MOST_IN_FLIGHT}
 * @param mostInFlight what that may grow to when stages get more workers; the first link gets a slot for each
 * @param memoryBytes what all open items together may reserve, at least 1
 * @param retry for passing faults
 */
public record PipelineSettings(int inFlight, int mostInFlight, long memoryBytes, RetryRule retry) {

    public static final int MOST_IN_FLIGHT = Link.MAX_CAPACITY;

    public PipelineSettings {
        if (inFlight < 1 || mostInFlight < inFlight || mostInFlight > MOST_IN_FLIGHT || memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "a pipeline has 1 to " + MOST_IN_FLIGHT + " items in flight and at least one byte of memory");
        }
    }

    /** Where the number of open items stays as it is, whoever works on them. */
    public PipelineSettings(int inFlight, long memoryBytes, RetryRule retry) {
        this(inFlight, inFlight, memoryBytes, retry);
    }

    /** For embedding: as many items as {@code plan} keeps busy, no limit on memory, no retries. */
    public static PipelineSettings of(Plan plan) {
        return new PipelineSettings(plan.inFlight(), plan.mostInFlight(), Long.MAX_VALUE, RetryRule.NEVER);
    }
}
