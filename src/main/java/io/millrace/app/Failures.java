package io.millrace.app;

import io.millrace.console.JsonStream;
import io.millrace.console.Summary.Failure;
import io.millrace.item.Artifact;
import io.millrace.item.Fault;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.journal.RunFolder;
import io.millrace.pipeline.Observer;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes note of every item that does not stand well, and of what stands in the output. Any threads. */
final class Failures implements Observer {

    private final RunFolder folder;
    private final JsonStream json;
    private final Map<String, Failure> byType = new TreeMap<>();
    private long files;
    private long bytes;

    Failures(RunFolder folder, JsonStream json) {
        this.folder = folder;
        this.json = json;
    }

    /** The first of each class is shown, all are in failures.jsonl. */
    @Override
    public synchronized void ended(Item<?> item, Outcome outcome, int attempt) throws IOException {
        count(outcome);
        if (outcome.status().ok()) {
            return;
        }
        folder.failure(item.id(), item.source(), outcome.fault(), attempt);
        boolean first = note(item, outcome);
        if (json != null) {
            json.itemFailed(item.id().value(), item.source(), outcome.fault());
        } else if (first) {
            Fault fault = outcome.fault();
            System.err.println("failed  " + item.source() + "  " + fault.type() + ": " + fault.message()
                    + " (more of this class are only counted; failures.jsonl has each)");
        }
    }

    @Override
    public synchronized void settled(Item<?> item, Outcome outcome) {
        count(outcome);
        if (!outcome.status().ok()) {
            note(item, outcome);
        }
    }

    /** By class, most frequent first. */
    synchronized List<Failure> byClass() {
        return byType.values().stream()
                .sorted(Comparator.comparingLong(Failure::count).reversed())
                .toList();
    }

    synchronized long files() {
        return files;
    }

    synchronized long bytes() {
        return bytes;
    }

    private void count(Outcome outcome) {
        files += outcome.artifacts().size();
        bytes += outcome.artifacts().stream().mapToLong(Artifact::bytes).sum();
    }

    private boolean note(Item<?> item, Outcome outcome) {
        Fault fault = outcome.fault();
        Failure first = new Failure(fault.type(), 1, fault.stage(), item.source(), fault.message());
        Failure before = byType.put(fault.type(), first);
        if (before != null) {
            byType.put(
                    fault.type(),
                    new Failure(before.type(), before.count() + 1, before.stage(), before.source(), before.message()));
        }
        return before == null;
    }
}
