package io.millrace.pipeline;

import java.util.function.LongSupplier;

/** How long a thread was away for another reason than that it had no processor. One thread. */
final class Absence {

    private final LongSupplier delayNs;
    private final LongSupplier clock;
    private long sinceNs;
    private long delaySinceNs;

    /**
     * Begins now.
     *
     * @param delayNs how long the thread has waited for a processor since its start; negative where nobody knows
     * @param clock in nanoseconds
     */
    Absence(LongSupplier delayNs, LongSupplier clock) {
        this.delayNs = delayNs;
        this.clock = clock;
        end();
    }

    /** Nanoseconds since it began. */
    long ns() {
        long waitedNs = Math.max(0, delayNs.getAsLong() - delaySinceNs);
        return clock.getAsLong() - sinceNs - waitedNs;
    }

    /** The thread is here; the next absence begins. */
    void end() {
        sinceNs = clock.getAsLong();
        delaySinceNs = Math.max(0, delayNs.getAsLong());
    }
}
