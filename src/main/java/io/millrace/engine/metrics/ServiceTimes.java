package io.millrace.engine.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long parts took in one stage, over the whole run. Kept to two significant digits between 1 ns and a day, so every
 * figure is within 1 %; longer times count as a day. Safe for any threads: recording is wait-free and allocates
 * nothing, reading locks readers only.
 */
public final class ServiceTimes {

    private static final long LONGEST_NS = 24L * 3600 * 1_000_000_000;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Recorder recorder = new Recorder(LONGEST_NS, SIGNIFICANT_DIGITS);
    private final Histogram total = new Histogram(LONGEST_NS, SIGNIFICANT_DIGITS);
    private Histogram recent;

    /** One part took {@code nanos}; a clock that went backwards counts as 0. */
    public void record(long nanos) {
        recorder.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NS));
    }

    /** The time that {@code percentile} (0 to 100) of the parts did not exceed; 0 before the first one. */
    public synchronized long percentileNs(double percentile) {
        return collected().getValueAtPercentile(percentile);
    }

    /** Parts recorded so far. */
    public synchronized long count() {
        return collected().getTotalCount();
    }

    /** Everything recorded until now: the writers move on to a fresh histogram, and this one's content is added up. */
    private Histogram collected() {
        recent = recorder.getIntervalHistogram(recent);
        total.add(recent);
        return total;
    }
}
