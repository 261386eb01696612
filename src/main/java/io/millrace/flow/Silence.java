package io.millrace.flow;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How much of the time without progress counts: not that in which the worker was ready to go on and had no processor. What it waited
 * since the look before its last progress is left out, up to one look too much rather than too little. Where the system does not
 * tell how long a thread has waited, the time counts for less on a machine with more to do than processors. By one thread, the
 * watchdog's.
 */
final class Silence {

    private static final long NONE = -1;

    private final LongSupplier delayNs;
    private final DoubleSupplier crowd;
    private long beatNs;
    private long delayAtBeatNs;
    private long lastDelayNs = NONE;

    /**
     * @param delayNs how long the worker has waited for a processor since its start; negative where nobody knows
     * @param crowd how many threads want each processor, at least 1
     */
    Silence(LongSupplier delayNs, DoubleSupplier crowd) {
        this.delayNs = delayNs;
        this.crowd = crowd;
    }

    /** Threads for each processor, as the system's load says; at least 1. */
    static double crowd() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Math.max(1, load / Runtime.getRuntime().availableProcessors());
    }

    /** The worker has nothing to do: what it waits now is not for what comes next. */
    void pause() {
        lastDelayNs = NONE;
    }

    /** Nanoseconds at {@code nowNs} since the last progress, which was at {@code lastBeatNs}. To be called at every look while it works. */
    long countedNs(long lastBeatNs, long nowNs) {
        long delay = delayNs.getAsLong();
        if (lastBeatNs != beatNs) {
            beatNs = lastBeatNs;
            delayAtBeatNs = lastDelayNs == NONE ? delay : lastDelayNs;
        }
        long silentNs = nowNs - lastBeatNs;
        if (delay < 0) {
            return (long) (silentNs / crowd.getAsDouble());
        }
        lastDelayNs = delay;
        return silentNs - (delay - delayAtBeatNs);
    }
}
