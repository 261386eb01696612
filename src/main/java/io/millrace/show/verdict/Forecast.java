package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When a run will be over, from what this run itself has brought to an end: items that earlier runs settled cost it
 * nothing and tell nothing about the rest. Time in which it was paused, or its process stopped, does not count.
 */
final class Forecast {

    /** Before that nothing is estimated. */
    static final double YOUNG_SECONDS = 15;

    /** A change of workers is believed after that: what was before it counts no more. */
    private static final double BELIEVED_SECONDS = 10;

    /** What is averaged: the newer half of the run, but not less than this. */
    private static final double LEAST_SECONDS = 60;

    private static final int MOST_MARKS = 256;
    private static final int PIECES = 10;
    private static final double LEAST_ERROR = 0.05;
    private static final double UNKNOWN_ERROR = 0.5;

    /** Two-sided 80 % quantiles of Student's t, for 1, 2, 3 ... degrees of freedom. */
    private static final double[] T80 = {3.08, 1.89, 1.64, 1.53, 1.48, 1.44, 1.41, 1.40, 1.38};

    private final Bounds bounds;
    private final List<Mark> marks = new ArrayList<>();
    private Status last;
    private double worked;
    private double changedAt = -1;

    /** How far the run was after it had worked for so long. */
    private record Mark(double worked, long items, long bytes) {}

    Forecast(Bounds bounds) {
        this.bounds = bounds;
    }

    void add(Status now) {
        if (last == null) {
            worked = Window.seconds(now);
        } else if (!last.paused() && !History.wasStopped(last, now)) {
            worked += Window.seconds(now) - Window.seconds(last);
        }
        last = now;
        Mark mark = new Mark(worked, Window.ended(now), now.bytesRead());
        if (marks.size() == 1 && marks.get(0).items == 0 && mark.items == 0) {
            marks.set(0, mark); // until the first item ends, only the start-up has been seen
        } else if (marks.isEmpty() || worked > marks.get(marks.size() - 1).worked) {
            marks.add(mark);
        }
        if (marks.size() > MOST_MARKS) {
            thin();
        }
    }

    /** From here on the run is as fast as its new workers are. */
    void changed() {
        changedAt = worked;
    }

    /** Items a second over the time that it has worked. */
    double average() {
        return last == null || worked <= 0 ? 0 : Window.ended(last) / worked;
    }

    /** Null while it cannot be said. */
    Eta eta() {
        if (last == null || last.state().compareTo(Status.State.DRAINING) > 0) {
            return null;
        }
        if (rest() == 0 && last.items().listingComplete()) {
            return new Eta(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
        boolean known = last.items().listingComplete() || last.state() == Status.State.DRAINING;
        return known && Window.seconds(last) >= YOUNG_SECONDS ? estimate(recent()) : null;
    }

    private Eta estimate(List<Mark> recent) {
        Mark from = recent.get(0);
        Mark to = recent.get(recent.size() - 1);
        double seconds = to.worked - from.worked;
        if (to.items - from.items < 2 || seconds <= 0) {
            return null;
        }
        double rest = seconds * restIn(from, to);
        double error = error(recent, seconds, rest);
        return new Eta(duration(rest), duration(rest / (1 + error)), duration(rest * (1 + error)));
    }

    /** The rest, in as much as was done between the two: by bytes where they are known, else by items. */
    private double restIn(Mark from, Mark to) {
        boolean byBytes = bounds.bytes() > 0 && to.bytes > from.bytes && last.state() == Status.State.RUNNING;
        return byBytes
                ? (double) Math.max(0, bounds.bytes() - to.bytes) / (to.bytes - from.bytes)
                : (double) rest() / (to.items - from.items);
    }

    /** Items to do. What earlier runs have ended and the source has not come to yet is none. */
    private long rest() {
        if (last.state() == Status.State.DRAINING) {
            return last.inFlight();
        }
        Status.Items items = last.items();
        long earlier = items.resumed() + items.ended() - Window.ended(last);
        return Math.max(0, items.left() - Math.max(0, bounds.settled() - earlier));
    }

    /** The marks that the average is over. */
    private List<Mark> recent() {
        boolean changed = changedAt >= 0 && worked - changedAt >= BELIEVED_SECONDS;
        double from = Math.max(worked - Math.max(LEAST_SECONDS, worked / 2), changed ? changedAt : 0);
        List<Mark> recent = marks.stream().filter(mark -> mark.worked >= from).toList();
        return recent.size() < 2 ? marks : recent;
    }

    /**
     * How far off it may be, as a share of it, in four cases of five: the past is cut into pieces, and their rates
     * differ by what chance does to a piece. The mean of n pieces and the sum of those to come, m, both have their
     * share in that: t x s x sqrt(1/n + 1/m). What lies ahead may be of another kind, so it is never taken for exact.
     */
    private static double error(List<Mark> recent, double seconds, double rest) {
        double[] rates = rates(recent, seconds);
        int n = rates.length;
        if (n < 3) {
            return UNKNOWN_ERROR;
        }
        double mean = Arrays.stream(rates).sum() / n;
        double squares =
                Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).sum();
        double spread = mean == 0 ? 1 : Math.sqrt(squares / (n - 1)) / mean;
        double ahead = Math.max(rest / (seconds / n), 1);
        return Math.max(LEAST_ERROR, T80[n - 2] * spread * Math.sqrt(1.0 / n + 1 / ahead));
    }

    private static double[] rates(List<Mark> recent, double seconds) {
        int pieces = Math.min(PIECES, (recent.size() - 1) / 2);
        double[] rates = new double[pieces];
        for (int i = 0; i < pieces; i++) {
            Mark from = recent.get(i * (recent.size() - 1) / pieces);
            Mark to = recent.get((i + 1) * (recent.size() - 1) / pieces);
            rates[i] = (to.items - from.items) / Math.max(to.worked - from.worked, seconds / 1e6);
        }
        return rates;
    }

    /** Halves the marks; the newest stays. */
    private void thin() {
        int newest = marks.size() - 1;
        List<Mark> kept = IntStream.rangeClosed(0, newest)
                .filter(at -> at % 2 == 0 || at == newest)
                .mapToObj(marks::get)
                .toList();
        marks.clear();
        marks.addAll(kept);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(Math.min(seconds, 1e10) * 1000));
    }
}
