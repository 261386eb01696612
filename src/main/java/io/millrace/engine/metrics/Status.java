package io.millrace.engine.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One snapshot of a run, taken at one moment: everything a console, a log line or a report shows. Its numbers agree
 * with one another: {@code resumed + done + empty + failed + quarantined + left = total} once the listing is complete.
 *
 * @param job its name
 * @param run its id, such as {@code 20261120-105102}
 * @param phase of the job that it is in; counts, stages and outlook are of that phase
 * @param state {@code RUNNING}, {@code DRAINING}, {@code STOPPING} or {@code ENDED}
 * @param paused whether it takes no new items for now
 * @param started wall clock
 * @param elapsed since then
 * @param items counts
 * @param bytesRead bytes of input files taken in by this run
 * @param stages in the order of the way of the data, the source first
 * @param memory now
 * @param machine it runs on
 * @param output what it writes to
 * @param failures items of this run that failed, by fault class
 * @param lastFailures the latest of them, oldest first, at most {@link #FAILURES_KEPT}
 * @param inFlight items open now
 * @param outlook what follows from this snapshot and those before it
 */
public record Status(
        String job,
        String run,
        Phase phase,
        State state,
        boolean paused,
        Instant started,
        Duration elapsed,
        Items items,
        long bytesRead,
        List<StageStatus> stages,
        Memory memory,
        Machine machine,
        Output output,
        Map<String, Long> failures,
        List<Failure> lastFailures,
        int inFlight,
        Outlook outlook) {

    /** How many of the latest failures a snapshot carries. */
    public static final int FAILURES_KEPT = 50;

    /** The name of the first stage: it lists and lets items in, has no link before it and one worker. */
    public static final String SOURCE = "source";

    public Status {
        phase = phase == null ? Phase.ONLY : phase; // of an older version's snapshot
    }

    /**
     * @param name in small letters
     * @param number the first is 1
     * @param of how many the job has
     * @param began after the run did
     */
    public record Phase(String name, int number, int of, Duration began) {

        /** Of a job that has one only. */
        public static final Phase ONLY = new Phase("items", 1, 1, Duration.ZERO);

        /** Whether it has to be told from others. */
        public boolean isOneOfSeveral() {
            return of > 1;
        }

        /** {@code verify 2/3}; empty where there is no other. */
        public String text() {
            return isOneOfSeveral() ? name + " " + number + "/" + of : "";
        }
    }

    /** Where a run is in its life. */
    public enum State {
        RUNNING,
        DRAINING,
        STOPPING,
        ENDED
    }

    /** Items that failed in this run, not in an earlier one. */
    public long failedHere() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same moment, each stage's name with {@code prefix} in front. */
    public Status withStages(String prefix) {
        return with(stages.stream().map(stage -> stage.prefixed(prefix)).toList(), outlook);
    }

    /** The same moment with what was concluded from it. */
    public Status with(Outlook concluded) {
        return with(stages, concluded);
    }

    private Status with(List<StageStatus> others, Outlook concluded) {
        return new Status(
                job,
                run,
                phase,
                state,
                paused,
                started,
                elapsed,
                items,
                bytesRead,
                others,
                memory,
                machine,
                output,
                failures,
                lastFailures,
                inFlight,
                concluded);
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
     * @param most workers that it may have on this machine and within memory; at least {@code workers}
     * @param busyNs summed over workers; with {@code blockedNs} and {@code idleNs} it adds up to their time alive
     * @param blockedNs waiting for room downstream
     * @param idleNs waiting for input
     * @param cpuNs time on a processor, of the busy time
     * @param queued parts waiting in the link before it
     * @param queueCapacity of that link; 0 for the source, which has none
     * @param parts taken so far
     * @param calls applications of its step so far; {@code parts / calls} is how full batches are
     * @param p50Ns median service time per part
     * @param p99Ns 99th percentile of it
     * @param maxNs the longest
     * @param errors parts that failed here
     * @param readyNs of the busy time, when it wanted a processor and had none; -1 where the system does not tell
     */
    public record StageStatus(
            String name,
            int workers,
            int most,
            long busyNs,
            long blockedNs,
            long idleNs,
            long cpuNs,
            int queued,
            int queueCapacity,
            long parts,
            long calls,
            long p50Ns,
            long p99Ns,
            long maxNs,
            long errors,
            long readyNs) {

        /** The pipeline itself does not know for whom the system had no processor. */
        public static final long UNKNOWN = -1;

        private StageStatus prefixed(String prefix) {
            return with(prefix + name, readyNs);
        }

        /** The same with what the system says. */
        public StageStatus ready(long ns) {
            return with(name, ns);
        }

        private StageStatus with(String otherName, long ns) {
            return new StageStatus(
                    otherName,
                    workers,
                    most,
                    busyNs,
                    blockedNs,
                    idleNs,
                    cpuNs,
                    queued,
                    queueCapacity,
                    parts,
                    calls,
                    p50Ns,
                    p99Ns,
                    maxNs,
                    errors,
                    ns);
        }
    }

    /**
     * In bytes. {@code rss} and {@code peakRss} are -1 where the system does not tell.
     *
     * @param reserved by open items
     * @param limit of that
     * @param waiting open items that wait for memory
     */
    public record Memory(long heapUsed, long heapMax, long reserved, long limit, long rss, long peakRss, int waiting) {

        /** Where nobody waits. */
        public Memory(long heapUsed, long heapMax, long reserved, long limit, long rss, long peakRss) {
            this(heapUsed, heapMax, reserved, limit, rss, peakRss, 0);
        }
    }

    /**
     * @param host its name, without its domain
     * @param processors that the process may use: cores, or less where a quota says so
     * @param cpuNs processor time of the process since it began
     * @param gcNs time its garbage collections have taken since it began
     */
    public record Machine(String host, double processors, long cpuNs, long gcNs) {}

    /**
     * @param path as a user would type it
     * @param files visible in it, or -1 where that would have to be counted
     * @param bytes made visible by this run
     * @param freeBytes left on its disk; -1 where the system does not tell
     * @param unsynced records that a power cut would lose now
     * @param sinceRecord since the journal's last record; null before the first
     */
    public record Output(String path, long files, long bytes, long freeBytes, long unsynced, Duration sinceRecord) {}

    /**
     * One item that failed.
     *
     * @param at wall clock
     * @param stage where
     * @param source the item, relative to the input root
     * @param type class of the fault
     * @param message why, in one line
     */
    public record Failure(Instant at, String stage, String source, String type, String message) {}
}
