package io.millrace.pipeline;

import io.millrace.item.Fault;
import io.millrace.item.Outcome;
import io.millrace.metrics.Status.Items;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts items so that the sums always agree: every change is one step, seen whole or not at all. Any threads. */
final class Tally {

    private final Map<Outcome.Status, Long> earlier = new EnumMap<>(Outcome.Status.class);
    private final Map<Outcome.Status, Long> ended = new EnumMap<>(Outcome.Status.class);
    private final Map<String, Long> failures = new TreeMap<>();
    private long listed;
    private boolean complete;
    private long bytesRead;

    synchronized void listed() {
        listed++;
    }

    synchronized void listingComplete() {
        complete = true;
    }

    /** An item whose earlier outcome stands. */
    synchronized void settled(Outcome outcome) {
        earlier.merge(outcome.status(), 1L, Long::sum);
    }

    synchronized void ended(Outcome outcome, long inputBytes) {
        ended.merge(outcome.status(), 1L, Long::sum);
        bytesRead += Math.max(0, inputBytes);
        Fault fault = outcome.fault();
        if (fault != null && !outcome.status().ok()) {
            failures.merge(fault.type(), 1L, Long::sum);
        }
    }

    synchronized Items items() {
        return new Items(
                listed,
                complete,
                of(earlier, Outcome.Status.DONE) + of(earlier, Outcome.Status.EMPTY),
                of(ended, Outcome.Status.DONE),
                of(ended, Outcome.Status.EMPTY),
                both(Outcome.Status.FAILED),
                both(Outcome.Status.QUARANTINED));
    }

    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }

    synchronized long bytesRead() {
        return bytesRead;
    }

    private long both(Outcome.Status status) {
        return of(earlier, status) + of(ended, status);
    }

    private static long of(Map<Outcome.Status, Long> counts, Outcome.Status status) {
        return counts.getOrDefault(status, 0L);
    }
}
