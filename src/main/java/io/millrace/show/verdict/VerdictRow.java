package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;

/**
 * A stage in a window.
 *
 * @param pace what is shown of it
 * @param workers at the end
 * @param most that it may have
 * @param ready share of its workers' time in which they wanted a processor and had none; -1 if unknown
 * @param fill parts to a call, at least 1
 * @param queued share of the snapshots in which something waited before it
 * @param depth parts that waited before it, on average
 * @param capacity of the link before it; 0 for the source
 * @param growth by how many parts what waits before it has grown
 * @param begun whether it has ended a part since the run began
 */
record VerdictRow(
        StagePace pace,
        int workers,
        int most,
        double ready,
        double fill,
        double queued,
        double depth,
        int capacity,
        int growth,
        boolean begun) {

    /** Between two snapshots. {@code queued} and {@code depth} are of these and those between them. */
    static VerdictRow between(StageStatus from, StageStatus to, double seconds, double queued, double depth) {
        double busyNs = grown(from.busyNs(), to.busyNs());
        double blockedNs = grown(from.blockedNs(), to.blockedNs());
        double idleNs = grown(from.idleNs(), to.idleNs());
        double all = busyNs + blockedNs + idleNs;
        double whole = all == 0 ? 1 : all;
        long parts = (long) grown(from.parts(), to.parts());
        double calls = grown(from.calls(), to.calls());
        double onCpu = Math.min(grown(from.cpuNs(), to.cpuNs()), busyNs) / whole;
        double ready =
                to.readyNs() < 0 ? -1 : Math.min(grown(from.readyNs(), to.readyNs()) / whole, busyNs / whole - onCpu);
        StagePace pace = new StagePace(
                to.name(),
                busyNs / whole,
                blockedNs / whole,
                idleNs / whole,
                onCpu,
                parts / seconds,
                parts == 0 ? 0 : Math.round(busyNs / parts));
        return new VerdictRow(
                pace,
                to.workers(),
                to.most(),
                ready,
                calls == 0 ? 1 : Math.max(1, parts / calls),
                queued,
                depth,
                to.queueCapacity(),
                to.queued() - from.queued(),
                to.parts() > 0);
    }

    /** Retired workers may take their times with them: nothing ever runs backwards. */
    private static double grown(long from, long to) {
        return Math.max(0, to - Math.max(0, from));
    }

    String name() {
        return pace.name();
    }

    double busy() {
        return pace.busy();
    }

    double blocked() {
        return pace.blocked();
    }

    boolean isSource() {
        return name().equals(Status.SOURCE);
    }

    /** Share of its busy time in which it neither had nor wanted a processor: it waited for something outside. */
    double asleep() {
        double away = busy() - pace.onCpu() - Math.max(0, ready);
        return busy() == 0 ? 0 : Math.max(0, away) / busy();
    }

    /** Share of its busy time in which it wanted a processor and had none. */
    double crowded() {
        return busy() == 0 ? 0 : Math.max(0, ready) / busy();
    }

    /** Parts that its workers had in hand, on average. */
    double held() {
        return busy() * workers * fill;
    }
}
