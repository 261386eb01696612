package io.millrace.console;

import io.millrace.metrics.Status;
import java.time.Duration;

/**
 * How fast a run is, from what this run itself brought to an end: resumed items and earlier failures cost it nothing and
 * tell nothing about the rest.
 *
 * @param perSecond items ended per second since the snapshot before
 * @param averagePerSecond the same since the start
 * @param eta how long the rest takes at the average; null while that cannot be said
 * @param estimating whether the run is too young for an estimate
 */
record Pace(double perSecond, double averagePerSecond, Duration eta, boolean estimating) {

    private static final Duration YOUNG = Duration.ofSeconds(15);

    /** @param before an earlier snapshot of the same run, or null at its start */
    static Pace of(Status before, Status now) {
        double average = perSecond(ended(now), now.elapsed());
        double recent = before == null
                ? average
                : perSecond(ended(now) - ended(before), now.elapsed().minus(before.elapsed()));
        boolean young = now.elapsed().compareTo(YOUNG) < 0;
        return new Pace(recent, average, young ? null : eta(now, average), young);
    }

    /** Items this run has brought to an end. */
    static long ended(Status status) {
        long failedNow =
                status.failures().values().stream().mapToLong(Long::longValue).sum();
        return status.items().done() + status.items().empty() + failedNow;
    }

    static double perSecond(long items, Duration time) {
        return time.isZero() ? 0 : items * 1e9 / time.toNanos();
    }

    private static Duration eta(Status now, double average) {
        if (!now.items().listingComplete() || average == 0) {
            return null;
        }
        return Duration.ofMillis(Math.round(now.items().left() / average * 1000));
    }
}
