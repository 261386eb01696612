package io.millrace.engine.flow;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How much of the time without progress counts. Left out is the time in which the worker was ready to go on and had no
 * processor, and the time in which whoever looks at it came late: then the whole process stood still, or had so little
 * of the processors that a thread the worker waits for may have had none. What happened since the look before the last
 * progress is left out, up to one look too much rather than too little. Where the system does not tell how long a
 * thread has waited, the time counts for less on a machine with more to do than processors. By one thread, the
 * watchdog's.
 */
final class Silence {

    private static final long UNKNOWN = -1;

    private final LongSupplier delayNs;
    private final DoubleSupplier crowd;
    private long beatNs;
    private long excusedNs;

    /** At the look before, or {@link #UNKNOWN}. */
    private long delayBeforeNs = UNKNOWN;

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
        delayBeforeNs = UNKNOWN;
    }

    /**
     * Nanoseconds at {@code nowNs} since the last progress, which was at {@code lastBeatNs}. To be called at every look
     * while it works.
     *
     * @param lateNs how much later this look comes than it was due
     */
    long countedNs(long lastBeatNs, long nowNs, long lateNs) {
        if (lastBeatNs != beatNs) {
            beatNs = lastBeatNs;
            excusedNs = 0;
        }
        long delay = delayNs.getAsLong();
        long waitedNs = delay < 0 || delayBeforeNs < 0 ? 0 : delay - delayBeforeNs;
        excusedNs += Math.max(waitedNs, Math.max(0, lateNs));
        delayBeforeNs = delay;
        long countedNs = nowNs - lastBeatNs - excusedNs;
        return delay < 0 ? (long) (countedNs / crowd.getAsDouble()) : countedNs;
    }
}
