package io.millrace.run.account;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.Observer;
import io.millrace.show.FailureGroup;
import io.millrace.show.console.FailedLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes note of every item that does not stand well, and of what stands in the output. Any threads. */
public final class Failures implements Observer {

    private final RunFolder folder;
    private final Told told;
    private final FailureKinds kinds = new FailureKinds();

    /** Failures of this run by class: the first is told, the second announces that the others will not be. */
    private final Map<String, Long> shown = new HashMap<>();

    /** An archive is one file, whatever it holds. */
    private final Set<String> archives = new HashSet<>();

    private final Deque<Status.Failure> latest = new ArrayDeque<>();

    private long files;
    private long bytes;

    /** Hears of every failure of this run. Any threads. */
    @FunctionalInterface
    public interface Told {
        /** @param line for people; null where there have been enough of its kind */
        void failed(Item<?> item, Fault fault, String line);
    }

    public Failures(RunFolder folder, Told told) {
        this.folder = folder;
        this.told = told;
    }

    /** All go to failures.jsonl; the first of each class is shown. */
    @Override
    public void ended(Item<?> item, Outcome outcome, int attempt) throws IOException {
        String line = take(item, outcome, attempt);
        if (!outcome.status().ok()) {
            told.failed(
                    item, outcome.fault(), line); // not under our lock: who shows it may be asking us for the latest
        }
    }

    /** What there is to show of it to people; null for nothing. */
    private synchronized String take(Item<?> item, Outcome outcome, int attempt) throws IOException {
        count(outcome);
        if (outcome.status().ok()) {
            return null;
        }
        folder.failure(item.id(), item.source(), outcome.fault(), attempt);
        kinds.add(item.source(), outcome.fault());
        keep(item, outcome.fault());
        return line(item.source(), outcome.fault());
    }

    @Override
    public synchronized void settled(Item<?> item, Outcome outcome) {
        count(outcome);
        if (!outcome.status().ok()) {
            kinds.add(item.source(), outcome.fault());
        }
    }

    /** By class, most frequent first. */
    public synchronized List<FailureGroup> byClass() {
        return kinds.byType();
    }

    /** The latest of this run, oldest first. */
    public synchronized List<Status.Failure> latest() {
        return List.copyOf(latest);
    }

    /** By cause, stage and kind of file, most frequent first. */
    public synchronized List<FailureGroup> kinds() {
        return kinds.all();
    }

    public synchronized long files() {
        return files;
    }

    public synchronized long bytes() {
        return bytes;
    }

    private void keep(Item<?> item, Fault fault) {
        if (latest.size() == Status.FAILURES_KEPT) {
            latest.removeFirst();
        }
        latest.addLast(new Status.Failure(Instant.now(), fault.stage(), item.source(), fault.type(), fault.message()));
    }

    private void count(Outcome outcome) {
        for (Artifact artifact : outcome.artifacts()) {
            boolean member = !artifact.file().equals(artifact.path());
            files += !member || archives.add(artifact.file()) ? 1 : 0;
            bytes += artifact.bytes();
        }
    }

    private String line(String source, Fault fault) {
        long count = shown.merge(fault.type(), 1L, Long::sum);
        if (count == 1) {
            return new FailedLine(source, fault).text();
        }
        return count == 2
                ? "more    " + fault.type() + " are only counted from here on; failures.jsonl has each"
                : null;
    }
}
