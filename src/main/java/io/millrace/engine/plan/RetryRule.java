package io.millrace.engine.plan;

import io.millrace.engine.item.Fault;
import java.time.Duration;
import java.util.Set;

/**
 * When a failed item is tried again within a run.
 *
 * @param attempts in all, at least 1
 * @param backoff before the second attempt; doubled for each further one
 * @param types fault classes that pass even if the fault does not say so itself
 */
public record RetryRule(int attempts, Duration backoff, Set<String> types) {

    public static final RetryRule NEVER = new RetryRule(1, Duration.ZERO, Set.of());

    private static final int MAX_DOUBLINGS = 16;

    public RetryRule {
        types = Set.copyOf(types);
    }

    public boolean applies(Fault fault, int attempt) {
        return attempt < attempts && (fault.passing() || types.contains(fault.type()));
    }

    /** The wait before the attempt that follows {@code attempt}. */
    public Duration backoffAfter(int attempt) {
        return backoff.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    }
}
