package io.millrace.show.report;

import io.millrace.engine.metrics.Status.StageStatus;

/**
 * A stage at one moment; all but {@code workers}, {@code queueCapacity} and the service times are sums since the run
 * began.
 *
 * @param name as in configuration
 * @param workers running
 * @param busyNs summed over workers
 * @param blockedNs waiting for room downstream
 * @param idleNs waiting for input
 * @param parts taken
 * @param errors parts that failed here
 * @param queueNs parts waiting before it, times how long they did: a difference by its time is the mean queue
 * @param queueCapacity of the link before it; 0 for the source
 * @param p50Ns median service time per part since the run began
 * @param p99Ns 99th percentile of it
 * @param maxNs the longest
 */
record StagePoint(
        String name,
        int workers,
        long busyNs,
        long blockedNs,
        long idleNs,
        long parts,
        long errors,
        long queueNs,
        int queueCapacity,
        long p50Ns,
        long p99Ns,
        long maxNs) {

    static StagePoint of(StageStatus stage, long queueNs) {
        return new StagePoint(
                stage.name(),
                stage.workers(),
                stage.busyNs(),
                stage.blockedNs(),
                stage.idleNs(),
                stage.parts(),
                stage.errors(),
                queueNs,
                stage.queueCapacity(),
                stage.p50Ns(),
                stage.p99Ns(),
                stage.maxNs());
    }

    /** Busy or blocked. */
    long takenNs() {
        return busyNs + blockedNs;
    }

    long timeNs() {
        return busyNs + blockedNs + idleNs;
    }
}
