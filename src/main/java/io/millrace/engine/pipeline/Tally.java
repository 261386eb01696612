package io.millrace.engine.pipeline;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Metric;
import io.millrace.engine.metrics.Metrics;
import io.millrace.engine.metrics.Status.Items;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts items so that the sums always agree: every change is one step, seen whole or not at all. Any threads. */
final class Tally {

    private final Metrics metrics;
    private final Map<String, Long> failures = new TreeMap<>();
    private boolean complete;
    private Ending.FailedItem firstFailed;

    Tally(Metrics metrics) {
        this.metrics = metrics;
    }

    synchronized void listed() {
        metrics.add(Metric.ITEMS_LISTED, 1);
    }

    synchronized void listingComplete() {
        complete = true;
    }

    /** An item whose earlier outcome stands. */
    synchronized void settled(Outcome outcome) {
        metrics.add(outcome.status().ok() ? Metric.ITEMS_RESUMED : counter(outcome.status()), 1);
    }

    synchronized void ended(Item<?> item, Outcome outcome) {
        metrics.add(counter(outcome.status()), 1);
        metrics.add(Metric.BYTES_READ, Math.max(0, item.identity().size()));
        outcome.artifacts().stream().mapToLong(Artifact::bytes).forEach(n -> metrics.add(Metric.BYTES_WRITTEN, n));
        Fault fault = outcome.fault();
        if (fault != null && !outcome.status().ok()) {
            failures.merge(fault.type(), 1L, Long::sum);
            firstFailed = firstFailed == null ? new Ending.FailedItem(item.id(), fault) : firstFailed;
        }
    }

    void retried() {
        metrics.add(Metric.ITEMS_RETRIED, 1);
    }

    synchronized Items items() {
        return new Items(
                metrics.count(Metric.ITEMS_LISTED),
                complete,
                metrics.count(Metric.ITEMS_RESUMED),
                metrics.count(Metric.ITEMS_DONE),
                metrics.count(Metric.ITEMS_EMPTY),
                metrics.count(Metric.ITEMS_FAILED),
                metrics.count(Metric.ITEMS_QUARANTINED));
    }

    /** Of items that this run has ended. */
    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }

    synchronized Ending ending(Ending.How how, Throwable failure, List<String> stuck) {
        return new Ending(how, failure, stuck, items(), failures, firstFailed);
    }

    long bytesRead() {
        return metrics.count(Metric.BYTES_READ);
    }

    private static Metric counter(Outcome.Status status) {
        return switch (status) {
            case DONE -> Metric.ITEMS_DONE;
            case EMPTY -> Metric.ITEMS_EMPTY;
            case FAILED -> Metric.ITEMS_FAILED;
            case QUARANTINED -> Metric.ITEMS_QUARANTINED;
        };
    }
}
