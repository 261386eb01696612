package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.ServiceTimes;
import io.millrace.engine.metrics.Status.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The workers of one step, and the link they share. Started and stopped by one thread; its figures are for any, and any
 * may change how many workers it has.
 *
 * @param <E> what its workers take
 */
public final class Stage<E> {

    /** Parts after which the mean cost is believed. */
    private static final int KNOWN = 16;

    private final String name;
    private final Link<E> link;
    private final TaskMaker<E> tasks;
    private final Consumer<Throwable> failure;
    private final WorkerLimits manning;
    private final Crew<E> crew;
    private final ServiceTimes serviceTimes = new ServiceTimes();
    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong servedNs = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private volatile boolean cutShort;
    private long limitNs;

    /**
     * @param name as in configuration; its workers' threads are called after it
     * @param workerCount at the start; at least 1
     * @param manning how many they may become while it runs
     * @param link what the workers take from
     * @param tasks opens each worker's task
     * @param failure told once of anything a task throws; the run is over then
     */
    public Stage(
            String name,
            int workerCount,
            WorkerLimits manning,
            Link<E> link,
            TaskMaker<E> tasks,
            Consumer<Throwable> failure) {
        this.name = name;
        this.link = link;
        this.tasks = tasks;
        this.failure = failure;
        this.manning = manning;
        this.crew = new Crew<>(this, workerCount, manning);
    }

    /**
     * Makes a worker's task, which reports to its stage.
     *
     * @param <E> what it takes
     */
    @FunctionalInterface
    public interface TaskMaker<E> {
        /** Called on the worker's thread. {@code clock} is the worker's, for waits inside the task. */
        Task<E> open(Stage<E> stage, WorkerClock clock) throws Exception;
    }

    public String name() {
        return name;
    }

    /** Before the start: how long a step may go without progress; 0 is for ever. */
    public Stage<E> limit(long ns) {
        limitNs = ns;
        return this;
    }

    /** Whether {@link #look} makes sense. */
    public boolean isWatched() {
        return limitNs > 0;
    }

    /**
     * Asks steps that do not come forward to leave, and replaces the workers of those that do not. By one thread,
     * between start and end.
     *
     * @param ends gets news of the end of the items that they are stuck in
     * @return how many were replaced
     */
    public int look(Link<Parcel<?>> ends, WorkerClock clock, long lateNs) throws InterruptedException {
        int replaced = 0;
        for (Worker<E> worker : crew.present()) {
            if (isWatched() && worker.isStuck(limitNs, lateNs)) {
                replace(worker, ends, clock);
                replaced++;
            }
        }
        return replaced;
    }

    private void replace(Worker<E> stuck, Link<Parcel<?>> ends, WorkerClock clock) throws InterruptedException {
        List<? extends Parcel<?>> inHand = stuck.watch().inHand();
        crew.replace(stuck, inHand);
        for (Parcel<?> part : inHand) {
            partFailed();
            ends.put(part.ended(Outcome.failed(hung().in(name))), clock);
        }
    }

    /** Of an item that does not come forward. */
    Fault hung() {
        return Fault.of(Fault.HUNG, "no progress for " + Math.round(limitNs / 1e9) + " s");
    }

    public void start() {
        crew.start();
    }

    /**
     * Wants {@code count} workers, between start and end: they come as soon as there is memory for them, and go when
     * they have done what they hold. Does not wait.
     *
     * @throws IllegalArgumentException in a sentence, if it cannot have so many
     */
    public void scaleTo(int count) {
        int most = crew.most();
        if (count < 1) {
            throw new IllegalArgumentException(name + " needs at least one worker");
        }
        if (count > most) {
            throw new IllegalArgumentException(tooMany(most));
        }
        if (!crew.scaleTo(count)) {
            throw new IllegalArgumentException(
                    "the workers of " + name + " can be changed while the run goes, not before or after");
        }
    }

    private String tooMany(int most) {
        if (manning.most() == 1) {
            return name + " has exactly one worker";
        }
        String why = most < manning.most() ? "for more the run needs more memory (--memory)" : "that is the most";
        return name + " can have " + most + (most == 1 ? " worker: " : " workers: ") + why;
    }

    /** Lets the workers finish what is in the link and end. Nothing may be put any more. */
    public void finish() {
        crew.close();
        link.close();
    }

    /** Inline mode: opens the task on the calling thread, for {@link #turn}. */
    public void openInline() {
        crew.first().openInline();
        link.relieveBy(this::makeRoom);
    }

    /** Inline mode: applies the task once to what waits. False if nothing does. */
    public boolean turn() throws InterruptedException {
        return crew.first().turn();
    }

    private void makeRoom() throws InterruptedException {
        if (!turn()) {
            throw new IllegalStateException("stage " + name + " cannot make room: it did not open");
        }
    }

    /** @param finished whether nothing more will come, as opposed to a run that is cut short */
    public void closeInline(boolean finished) {
        crew.first().closeInline(finished);
    }

    /** Ends the workers as soon as their steps let them. */
    public void interrupt() {
        cutShort = true;
        crew.close();
        crew.interrupt();
    }

    /** True when all workers have ended within the time. */
    public boolean join(long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        boolean ended = true;
        for (Worker<E> worker : crew.present()) {
            ended &= worker.join(deadlineNs - System.nanoTime());
        }
        return ended;
    }

    /** After the workers have ended: gives everything nobody got to to {@code heir}. */
    public void abandon(Consumer<? super E> heir) throws InterruptedException {
        for (Worker<E> worker : crew.present()) {
            worker.leftOver().forEach(heir);
            worker.leftOver().clear();
        }
        List<E> rest = new ArrayList<>();
        while (link.take(rest, Link.MAX_CAPACITY, 1, 0) > 0) {
            rest.forEach(heir);
            rest.clear();
        }
    }

    /** The threads of workers that have not ended. */
    public List<Thread> alive() {
        return crew.present().stream()
                .map(Worker::thread)
                .filter(Thread::isAlive)
                .toList();
    }

    /** A consistent view: busy, blocked and idle add up to the workers' time alive. */
    public StageStatus status() {
        Crew.Times times = crew.times(System.nanoTime());
        return new StageStatus(
                name,
                crew.size(),
                crew.most(),
                times.spent().busyNs(),
                times.spent().blockedNs(),
                times.spent().idleNs(),
                times.cpuNs(),
                link.waiting(),
                link.capacity(),
                parts.get(),
                calls.sum(),
                serviceTimes.percentileNs(50),
                serviceTimes.percentileNs(99),
                serviceTimes.percentileNs(100),
                errors.sum(),
                StageStatus.UNKNOWN);
    }

    Crew<E> crew() {
        return crew;
    }

    Link<E> link() {
        return link;
    }

    /** How many workers it is to have. */
    public int wanted() {
        return crew.wanted();
    }

    /** How many take from the link. */
    int workers() {
        return crew.size();
    }

    Task<E> task(WorkerClock clock) throws Exception {
        return tasks.open(this, clock);
    }

    /** What a part has cost on average so far; as good as endless before anything is known. */
    long meanServiceNs() {
        long count = parts.get();
        return count < KNOWN ? Long.MAX_VALUE : servedNs.get() / count;
    }

    /** One application of a step to {@code count} parts took {@code ns}. */
    void served(int count, long ns) {
        parts.addAndGet(count);
        calls.increment();
        servedNs.addAndGet(ns);
        serviceTimes.record(ns / count);
    }

    void partFailed() {
        errors.increment();
    }

    boolean isCutShort() {
        return cutShort;
    }

    /** Leaves what is being done once the stage is cut short, even if a step swallowed the interrupt. */
    void checkCutShort() throws InterruptedException {
        if (cutShort) {
            throw new InterruptedException();
        }
    }

    /**
     * A worker has ended by {@code thrown}, which ends the run. A worker that is cut short may throw anything (an
     * interrupted channel throws I/O errors): nothing of that was acknowledged, so it is no failure.
     */
    void failed(Throwable thrown) {
        if (!cutShort || thrown instanceof Error) {
            failure.accept(thrown);
        }
    }

    /** A worker that was asked for while others work cannot be had: that is no failure, but something to say. */
    void notManned(Throwable thrown) {
        int count = workers();
        manning.notices()
                .accept(name + " stays with " + count + (count == 1 ? " worker" : " workers")
                        + ": another one could not begin, " + thrown);
    }
}
