package io.millrace.pipeline;

/**
 * What holds for a whole run.
 *
 * @param inFlight items open at once, at least 1; never more than the first link takes
 * @param memoryBytes what all open items together may reserve, at least 1
 * @param retry for passing faults
 */
public record PipelineSettings(int inFlight, long memoryBytes, RetryRule retry) {

    public PipelineSettings {
        if (inFlight < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException("a pipeline needs at least one item in flight and one byte of memory");
        }
    }

    /** For embedding: as many items as {@code plan} keeps busy, no limit on memory, no retries. */
    public static PipelineSettings of(Plan plan) {
        return new PipelineSettings(plan.inFlight(), Long.MAX_VALUE, RetryRule.NEVER);
    }
}
