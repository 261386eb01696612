package io.millrace.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One snapshot of a run, taken at one moment: everything a console, a log line or a report shows. Its numbers agree with
 * one another: {@code resumed + done + empty + failed + quarantined + left = total} once the listing is complete.
 *
 * @param job its name
 * @param run its id, such as {@code 20261120-105102}
 * @param state {@code RUNNING}, {@code DRAINING}, {@code STOPPING} or {@code ENDED}
 * @param started wall clock
 * @param elapsed since then
 * @param items counts
 * @param bytesRead bytes of input files taken in by this run
 * @param stages in the order of the way of the data
 * @param memory now
 * @param failures items of this run that failed, by fault class
 * @param inFlight items open now
 */
public record Status(
        String job,
        String run,
        State state,
        Instant started,
        Duration elapsed,
        Items items,
        long bytesRead,
        List<StageStatus> stages,
        Memory memory,
        Map<String, Long> failures,
        int inFlight) {

    /** Where a run is in its life. */
    public enum State {
        RUNNING,
        DRAINING,
        STOPPING,
        ENDED
    }

    /**
     * @param listed items the source has named so far
     * @param listingComplete whether {@code listed} is the total
     * @param resumed items that stood well in the output before this run
     * @param done items this run made
     * @param empty items this run found nothing in
     * @param failed items that failed, in this run or (not retried) before
     * @param quarantined items that are not tried again
     */
    public record Items(
            long listed, boolean listingComplete, long resumed, long done, long empty, long failed, long quarantined) {

        /** Items listed but without an outcome. */
        public long left() {
            return listed - resumed - done - empty - failed - quarantined;
        }

        /** Items this run has brought to an end. */
        public long ended() {
            return done + empty + failed + quarantined;
        }
    }

    /**
     * @param name as in configuration
     * @param workers running now
     * @param busyNs summed over workers; with {@code blockedNs} and {@code idleNs} it adds up to their time alive
     * @param blockedNs waiting for room downstream
     * @param idleNs waiting for input
     * @param cpuNs time on a processor, of the busy time
     * @param queued parts waiting in the link before it
     * @param queueCapacity of that link
     * @param parts taken so far
     * @param p50Ns median service time per part
     * @param p99Ns 99th percentile of it
     * @param errors parts that failed here
     */
    public record StageStatus(
            String name,
            int workers,
            long busyNs,
            long blockedNs,
            long idleNs,
            long cpuNs,
            int queued,
            int queueCapacity,
            long parts,
            long p50Ns,
            long p99Ns,
            long errors) {}

    /** In bytes. {@code rss} and {@code peakRss} are -1 where the system does not tell. */
    public record Memory(long heapUsed, long heapMax, long reserved, long limit, long rss, long peakRss) {}
}
