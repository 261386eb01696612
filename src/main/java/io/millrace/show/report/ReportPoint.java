package io.millrace.show.report;

import io.millrace.engine.metrics.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run at one moment. What is counted is counted since the run began; what rises and falls is the highest since the
 * point before.
 *
 * @param phase that the run was in; empty where the job has only one. What is counted is counted since that began
 * @param elapsedNs since the run began
 * @param items as in the snapshot
 * @param failedHere of these, items that failed in this run
 * @param bytesRead input taken in
 * @param inFlight the most items open
 * @param memory each figure the highest
 * @param stages in the order of the way of the data
 * @param limitNs how long each {@link LimitTimes limit} held
 */
public record ReportPoint(
        String phase,
        long elapsedNs,
        Status.Items items,
        long failedHere,
        long bytesRead,
        int inFlight,
        Status.Memory memory,
        List<StagePoint> stages,
        Map<String, Long> limitNs) {

    public ReportPoint {
        phase = phase == null ? "" : phase; // of an older version's record
        stages = List.copyOf(stages);
        limitNs = new TreeMap<>(limitNs);
    }

    /** Items that this run has brought to an end. */
    public long endedHere() {
        return items.done() + items.empty() + failedHere;
    }

    /** Whether counts go on from {@code before}, which may be null. */
    boolean follows(ReportPoint before) {
        return before != null && before.phase.equals(phase);
    }

    StagePoint stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Both as one: the later one, with the highest figures of the two. */
    ReportPoint and(ReportPoint later) {
        return new ReportPoint(
                later.phase,
                later.elapsedNs,
                later.items,
                later.failedHere,
                later.bytesRead,
                Math.max(inFlight, later.inFlight),
                highest(memory, later.memory),
                later.stages,
                later.limitNs);
    }

    private static Status.Memory highest(Status.Memory one, Status.Memory other) {
        return new Status.Memory(
                Math.max(one.heapUsed(), other.heapUsed()),
                Math.max(one.heapMax(), other.heapMax()),
                Math.max(one.reserved(), other.reserved()),
                Math.max(one.limit(), other.limit()),
                Math.max(one.rss(), other.rss()),
                Math.max(one.peakRss(), other.peakRss()));
    }
}
