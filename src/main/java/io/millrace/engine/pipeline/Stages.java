package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Stage;
import io.millrace.engine.flow.WorkerClock;
import io.millrace.engine.metrics.Metrics;
import io.millrace.engine.metrics.Status.StageStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All stages of a run in the order of the way of the data, the ledger last. Started and ended by one thread. */
final class Stages {

    /** How long workers inside a step have to leave it when they are cut short. */
    private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(600);

    /** How long the ledger has, after that, to record what is written already. */
    private static final long LEDGER_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Stage<?>> shown = new ArrayList<>();
    private Stage<?> ledger;

    void add(Stage<?> stage) {
        shown.add(stage);
    }

    void addLedger(Stage<?> stage) {
        ledger = stage;
    }

    void start() {
        all().forEach(Stage::start);
    }

    /** The stage of this name, or null. The ledger has none. */
    Stage<?> named(String name) {
        return shown.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The workers that each stage is to have, in the order of the way. */
    Map<String, Integer> wanted() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        shown.forEach(stage -> wanted.put(stage.name(), stage.wanted()));
        return wanted;
    }

    /** Whether a stage has a limit to how long its step may go without progress. */
    boolean watched() {
        return shown.stream().anyMatch(Stage::isWatched);
    }

    /** Looks whether steps come forward; how many workers were replaced because theirs do not. */
    int look(Link<Parcel<?>> ends, WorkerClock clock, long lateNs) throws InterruptedException {
        int replaced = 0;
        for (Stage<?> stage : shown) {
            replaced += stage.look(ends, clock, lateNs);
        }
        return replaced;
    }

    /** One entry per stage; the ledger is not shown. */
    List<StageStatus> status() {
        return shown.stream().map(Stage::status).toList();
    }

    /** Lets {@code metrics} answer for each stage. */
    void measure(Metrics metrics) {
        shown.forEach(stage -> metrics.stage(stage.name(), stage::status));
    }

    /** Inline mode. */
    void openInline() {
        all().forEach(Stage::openInline);
    }

    /** Inline mode: moves what is furthest down; false when nothing waits anywhere. */
    boolean turn() throws InterruptedException {
        if (ledger.turn()) {
            return true;
        }
        for (int i = shown.size() - 1; i >= 0; i--) {
            if (shown.get(i).turn()) {
                return true;
            }
        }
        return false;
    }

    /** Inline mode. */
    void closeInline(boolean finished) {
        all().forEach(stage -> stage.closeInline(finished));
    }

    /**
     * Every item has ended and all links are empty: each stage ends by itself, writers close. That takes what it takes,
     * unless {@code hurried} says to cut it short.
     *
     * @return the names of workers that did not end
     */
    List<String> finish(BooleanSupplier hurried) throws InterruptedException {
        for (Stage<?> stage : all()) {
            stage.finish();
            while (!stage.join(LOOK_NS)) {
                if (hurried.getAsBoolean()) {
                    return cutShort();
                }
            }
        }
        return List.of();
    }

    /**
     * Interrupts whoever works. The ledger is not interrupted before it has had its time: it records what is written,
     * and an interrupt would close the journal's files under it.
     *
     * @return the names of workers that did not end; if all did, what was on its way has given its memory back
     */
    List<String> cutShort() throws InterruptedException {
        shown.forEach(Stage::interrupt);
        long deadlineNs = System.nanoTime() + GRACE_NS;
        for (Stage<?> stage : shown) {
            stage.join(deadlineNs - System.nanoTime());
        }
        ledger.finish();
        if (!ledger.join(LEDGER_GRACE_NS)) {
            ledger.interrupt();
            ledger.join(LOOK_NS);
        }
        List<String> stuck = all().stream()
                .flatMap(stage -> stage.alive().stream())
                .map(Thread::getName)
                .toList();
        if (stuck.isEmpty()) {
            abandon();
        }
        return stuck;
    }

    /** Nobody works any more: what is still on its way is closed. */
    void abandon() throws InterruptedException {
        for (Stage<?> stage : shown) {
            stage.abandon(left -> ((Parcel<?>) left).close());
        }
    }

    private List<Stage<?>> all() {
        List<Stage<?>> all = new ArrayList<>(shown);
        all.add(ledger);
        return all;
    }
}
