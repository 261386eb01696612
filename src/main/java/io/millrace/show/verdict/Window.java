package io.millrace.show.verdict;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the snapshots of a stretch of time say together.
 *
 * @param seconds its length, more than 0
 * @param itemsPerSecond that this run ended
 * @param bytesPerSecond of input
 * @param cpu processors that the process kept busy
 * @param gc share of the time that garbage collections took
 * @param rows one for each stage of the last snapshot
 * @param full share of the snapshots with as many items open as may be
 * @param hungry share of the snapshots with items that waited for memory
 * @param last snapshot
 */
record Window(
        double seconds,
        double itemsPerSecond,
        double bytesPerSecond,
        double cpu,
        double gc,
        List<VerdictRow> rows,
        double full,
        double hungry,
        Status last) {

    /** @param samples at least two, at rising times, with the same stages */
    static Window of(List<Status> samples, Bounds bounds) {
        Status first = samples.get(0);
        Status last = samples.get(samples.size() - 1);
        double seconds = seconds(last) - seconds(first);
        return new Window(
                seconds,
                Math.max(0, ended(last) - ended(first)) / seconds,
                Math.max(0, last.bytesRead() - first.bytesRead()) / seconds,
                cpu(first, last) / seconds,
                Math.max(0, last.machine().gcNs() - first.machine().gcNs()) / 1e9 / seconds,
                rows(samples, seconds),
                share(samples, status -> status.inFlight() >= bounds.inFlight()),
                share(samples, status -> status.memory().waiting() > 0),
                last);
    }

    /** Items that this run, not an earlier one, brought to an end. */
    static long ended(Status status) {
        return status.items().done() + status.items().empty() + status.failedHere();
    }

    /** Since its phase began. */
    static double seconds(Status status) {
        return status.elapsed().minus(status.phase().began()).toNanos() / 1e9;
    }

    /** The stages; the source is none. */
    List<VerdictRow> stages() {
        return rows.stream().filter(row -> !row.isSource()).toList();
    }

    /** Null where the snapshots do not show it. */
    VerdictRow source() {
        return rows.stream().filter(VerdictRow::isSource).findFirst().orElse(null);
    }

    /** Of the processors that it may use, the share that the process used. */
    double cpuShare() {
        return cpu / Math.max(last.machine().processors(), 1e-9);
    }

    /**
     * Whether the source may let nothing in. Its own row knows exactly; without one the snapshots of open items tell.
     */
    boolean shut() {
        return source() == null ? full > 0.5 : source().blocked() > 0.5;
    }

    /** Whether all that is left is under way already. */
    boolean isTail() {
        return last.items().listingComplete() && last.items().left() <= last.inFlight();
    }

    /** Items in the hands of workers, on average; at most those that are open. */
    double held() {
        return Math.min(stages().stream().mapToDouble(VerdictRow::held).sum(), Math.max(1, last.inFlight()));
    }

    private static double cpu(Status first, Status last) {
        double used = Math.max(0, last.machine().cpuNs() - first.machine().cpuNs()) / 1e9;
        double most = (seconds(last) - seconds(first)) * last.machine().processors();
        return Math.min(used, most);
    }

    private static List<VerdictRow> rows(List<Status> samples, double seconds) {
        List<StageStatus> from = samples.get(0).stages();
        List<StageStatus> to = samples.get(samples.size() - 1).stages();
        List<VerdictRow> rows = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            int at = i;
            double queued = share(samples, status -> status.stages().get(at).queued() > 0);
            double depth = samples.stream()
                    .mapToInt(status -> status.stages().get(at).queued())
                    .average()
                    .orElse(0);
            rows.add(VerdictRow.between(from.get(i), to.get(i), seconds, queued, depth));
        }
        return rows;
    }

    private static double share(List<Status> samples, Predicate<Status> holds) {
        return (double) samples.stream().filter(holds).count() / samples.size();
    }
}
