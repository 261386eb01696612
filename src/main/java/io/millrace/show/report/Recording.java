package io.millrace.show.report;

import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run over time in at most {@value #MOST} points: when there is no room for one more, neighbours become one and the
 * points come half as often from then on. One thread.
 */
public final class Recording {

    /** Points that are kept. */
    public static final int MOST = 600;

    private final Map<String, Long> queueNs = new HashMap<>();
    private final Map<String, Long> limitNs = new TreeMap<>();
    private List<ReportPoint> points = new ArrayList<>();
    private long intervalNs;
    private long lastNs;
    private int thinnings;
    private ReportPoint pending;

    /** @param interval between the first points */
    public Recording(Duration interval) {
        this.intervalNs = interval.toNanos();
    }

    /** Looks at the run. Those who look more often than the points come make sums and highest figures more exact. */
    public void see(Status seen) {
        Status now = named(seen);
        long elapsedNs = now.elapsed().toNanos();
        long sinceNs = Math.max(0, elapsedNs - lastNs);
        lastNs = Math.max(lastNs, elapsedNs);
        now.stages().forEach(stage -> queueNs.merge(stage.name(), stage.queued() * sinceNs, Long::sum));
        limitNs.merge(LimitTimes.key(now.outlook().limit()), sinceNs, Long::sum);
        ReportPoint point = point(now);
        if (pending != null && !point.follows(pending)) {
            keep(); // the last of its phase
        }
        pending = pending == null ? point : pending.and(point);
        if (elapsedNs >= lastPointNs() + intervalNs) {
            keep();
        }
    }

    /** The last look: it becomes a point whatever the interval. */
    public void end(Status last) {
        see(last);
        if (pending != null) {
            keep();
        }
    }

    /** Oldest first. */
    public List<ReportPoint> points() {
        return List.copyOf(points);
    }

    /** How often there was no room: between two points nothing has changed of those before as long as this has not. */
    int thinnings() {
        return thinnings;
    }

    private long lastPointNs() {
        return points.isEmpty() ? 0 : points.get(points.size() - 1).elapsedNs();
    }

    private void keep() {
        if (points.size() == MOST) {
            points = new ArrayList<>(halved(points));
            intervalNs *= 2;
            thinnings++;
        }
        points.add(pending);
        pending = null;
    }

    /** As many points as there are, or the half, a quarter ... of them, until they are at most {@code most}. */
    static List<ReportPoint> atMost(int most, List<ReportPoint> points) {
        List<ReportPoint> fewer = points;
        while (fewer.size() > most) {
            fewer = halved(fewer);
        }
        return fewer;
    }

    private static List<ReportPoint> halved(List<ReportPoint> points) {
        List<ReportPoint> half = new ArrayList<>(points.size() / 2 + 1);
        for (int i = 0; i < points.size(); i += 2) {
            ReportPoint one = points.get(i);
            half.add(i + 1 < points.size() ? one.and(points.get(i + 1)) : one);
        }
        return half;
    }

    /** Empty where there is no other. */
    private static String phase(Status now) {
        return now.phase().isOneOfSeveral() ? now.phase().name() : "";
    }

    /** Its stages under names that no other phase has. */
    private static Status named(Status now) {
        return now.phase().isOneOfSeveral() ? now.withStages(phase(now) + "/") : now;
    }

    private ReportPoint point(Status now) {
        String phase = phase(now);
        List<StagePoint> stages = now.stages().stream()
                .map(stage -> StagePoint.of(stage, queueNs.get(stage.name())))
                .toList();
        long ns = now.elapsed().toNanos();
        return new ReportPoint(
                phase,
                ns,
                now.items(),
                now.failedHere(),
                now.bytesRead(),
                now.inFlight(),
                now.memory(),
                stages,
                limitNs);
    }
}
