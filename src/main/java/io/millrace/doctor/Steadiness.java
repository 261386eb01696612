package io.millrace.doctor;

import java.time.Duration;

/**
 * Whether a peak has stopped rising: it stood still, to {@value #STILL} of itself, for the second half of the time, and
 * for at least {@value #LEAST_STILL_S} s. What is rare comes late, so what rose late is watched longer.
 */
final class Steadiness {

    /** Within what is promised of the forecast several times over. */
    private static final double STILL = 0.02;

    private static final long LEAST_STILL_S = 10;

    private final Duration least;
    private long mark;
    private Duration markAt = Duration.ZERO;
    private long peak;
    private Duration now = Duration.ZERO;

    /** @param least how long to watch at least */
    Steadiness(Duration least) {
        this.least = least;
    }

    /** @param elapsed since the watch began, never less than before */
    void add(Duration elapsed, long peakBytes) {
        peak = Math.max(peak, peakBytes);
        now = elapsed;
        if (peak > mark * (1 + STILL)) {
            mark = peak;
            markAt = elapsed;
        }
    }

    boolean still() {
        Duration stood = now.minus(markAt);
        return now.compareTo(least) >= 0 && stood.toSeconds() >= LEAST_STILL_S && stood.compareTo(markAt) >= 0;
    }
}
