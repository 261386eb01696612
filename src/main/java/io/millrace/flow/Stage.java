package io.millrace.flow;

import io.millrace.item.Fault;
import io.millrace.item.Outcome;
import io.millrace.metrics.ServiceTimes;
import io.millrace.metrics.Status.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The workers of one step, and the link they share. Started and stopped by one thread; its figures are for any.
 *
 * @param <E> what its workers take
 */
public final class Stage<E> {

    /** Parts after which the mean cost is believed. */
    private static final int KNOWN = 16;

    private final String name;
    private final Link<E> link;
    private final Task.Factory<E> tasks;
    private final Consumer<Throwable> failure;
    private final List<Worker<E>> workers = new CopyOnWriteArrayList<>();

    /** Workers whose place others have taken, stuck in their step or on their way out. */
    private final List<Worker<E>> fenced = new CopyOnWriteArrayList<>();

    private final ServiceTimes serviceTimes = new ServiceTimes();
    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong servedNs = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private volatile boolean cutShort;
    private long limitNs;

    /**
     * @param name as in configuration; its workers' threads are called after it
     * @param workerCount at least 1
     * @param link what the workers take from
     * @param tasks opens each worker's task
     * @param failure told once of anything a task throws; the run is over then
     */
    public Stage(String name, int workerCount, Link<E> link, TaskMaker<E> tasks, Consumer<Throwable> failure) {
        this.name = name;
        this.link = link;
        this.tasks = clock -> tasks.open(this, clock);
        this.failure = failure;
        for (int i = 0; i < workerCount; i++) {
            workers.add(new Worker<>(this, name + "-" + i));
        }
    }

    /**
     * Makes a task that reports to its stage.
     *
     * @param <E> what it takes
     */
    @FunctionalInterface
    public interface TaskMaker<E> {
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
     * Asks steps that do not come forward to leave, and replaces the workers of those that do not. By one thread, between
     * start and end.
     *
     * @param ends gets news of the end of the items that they are stuck in
     * @return how many were replaced
     */
    public int look(Link<Part<?>> ends, WorkerClock clock) throws InterruptedException {
        int replaced = 0;
        for (int i = 0; isWatched() && i < workers.size(); i++) {
            if (workers.get(i).isStuck(limitNs)) {
                replace(i, ends, clock);
                replaced++;
            }
        }
        return replaced;
    }

    /** The whole process stood still: nobody was slow. */
    public void forgive() {
        workers.forEach(worker -> worker.watch().forgive());
    }

    private void replace(int index, Link<Part<?>> ends, WorkerClock clock) throws InterruptedException {
        Worker<E> stuck = workers.get(index);
        List<? extends Part<?>> inHand = stuck.watch().inHand();
        Worker<E> next = new Worker<>(stuck, inHand);
        stuck.clock().stop(System.nanoTime());
        fenced.add(stuck);
        workers.set(index, next);
        next.start();
        for (Part<?> part : inHand) {
            partFailed();
            ends.put(part.ended(Outcome.failed(hung().in(name))), clock);
        }
    }

    /** Of an item that does not come forward. */
    Fault hung() {
        return Fault.of(Fault.HUNG, "no progress for " + Math.round(limitNs / 1e9) + " s");
    }

    public void start() {
        workers.forEach(Worker::start);
    }

    /** Lets the workers finish what is in the link and end. Nothing may be put any more. */
    public void finish() {
        link.close();
    }

    /** Inline mode: opens the task on the calling thread, for {@link #turn}. */
    public void openInline() {
        workers.get(0).openInline();
        link.relieveBy(this::makeRoom);
    }

    /** Inline mode: applies the task once to what waits. False if nothing does. */
    public boolean turn() throws InterruptedException {
        return workers.get(0).turn();
    }

    private void makeRoom() throws InterruptedException {
        if (!turn()) {
            throw new IllegalStateException("stage " + name + " cannot make room: it did not open");
        }
    }

    /** @param finished whether nothing more will come, as opposed to a run that is cut short */
    public void closeInline(boolean finished) {
        workers.get(0).closeInline(finished);
    }

    /** Ends the workers as soon as their steps let them. */
    public void interrupt() {
        cutShort = true;
        workers.forEach(Worker::interrupt);
        fenced.forEach(Worker::interrupt);
    }

    /** True when all workers have ended within the time. */
    public boolean join(long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        boolean ended = true;
        for (Worker<E> worker : workers) {
            ended &= worker.join(deadlineNs - System.nanoTime());
        }
        return ended;
    }

    /** After the workers have ended: gives everything nobody got to to {@code heir}. */
    public void abandon(Consumer<? super E> heir) throws InterruptedException {
        for (Worker<E> worker : workers) {
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
        return workers.stream().map(Worker::thread).filter(Thread::isAlive).toList();
    }

    /** A consistent view: busy, blocked and idle add up to the workers' time alive. */
    public StageStatus status() {
        long nowNs = System.nanoTime();
        WorkerClock.Spent spent = WorkerClock.Spent.NOTHING;
        long cpuNs = 0;
        for (Worker<E> worker : workers) {
            spent = spent.plus(worker.clock().spent(nowNs));
            cpuNs += worker.cpuNs();
        }
        for (Worker<E> worker : fenced) {
            spent = spent.plus(worker.clock().spent(nowNs));
            cpuNs += worker.cpuNs();
        }
        return new StageStatus(
                name,
                workers.size(),
                workers.size(),
                spent.busyNs(),
                spent.blockedNs(),
                spent.idleNs(),
                cpuNs,
                link.waiting(),
                link.capacity(),
                parts.get(),
                calls.sum(),
                serviceTimes.percentileNs(50),
                serviceTimes.percentileNs(99),
                serviceTimes.percentileNs(100),
                errors.sum());
    }

    Link<E> link() {
        return link;
    }

    int workers() {
        return workers.size();
    }

    Task<E> task(WorkerClock clock) throws Exception {
        return tasks.open(clock);
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
}
