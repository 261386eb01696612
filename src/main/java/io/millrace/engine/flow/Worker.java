package io.millrace.engine.flow;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One thread that takes from one link and runs one task, until the link is closed and empty or the run fails. */
final class Worker<E> implements Runnable {

    private static final long TAKE_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * Below this mean cost, taking one at a time would cost more than the work: 16 at a time moved ten times what 1
     * did.
     */
    private static final long CHEAP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int CHEAP_TAKE = 64;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Stage<E> stage;
    private final WorkerThread thread;
    private final WorkerClock clock = new WorkerClock();
    private final List<E> batch = new ArrayList<>();
    private final boolean spare;
    private volatile long finalCpuNs = -1;
    private volatile boolean asked;
    private volatile boolean leaving;
    private volatile boolean gone;
    private Task<E> inline;

    /** @param spare whether the stage works without it too */
    Worker(Stage<E> stage, String name, boolean spare) {
        this.stage = stage;
        this.thread = new WorkerThread(this, name);
        this.spare = spare;
    }

    /**
     * Takes the place of {@code fenced}, which is stuck with {@code inHand}: does what that had taken besides. The one
     * that is stuck does not touch its batch before it has found the fence.
     */
    Worker(Worker<E> fenced, List<?> inHand) {
        this(fenced.stage, fenced.thread.getName(), false);
        batch.addAll(fenced.batch);
        batch.removeAll(inHand);
    }

    void start() {
        clock.start(System.nanoTime());
        thread.start();
    }

    @Override
    public void run() {
        try {
            live();
        } catch (Fenced e) {
            // another has taken its place, or is about to
        } catch (Throwable e) {
            stage.failed(e);
        } finally {
            clock.stop(System.nanoTime());
            finalCpuNs = THREADS.getCurrentThreadCpuTime();
            gone = true;
            stage.crew().ended(this);
        }
    }

    private void live() throws Exception {
        Task<E> opened = open();
        if (opened != null) {
            try (Task<E> task = opened) {
                work(task);
            }
        }
    }

    /** Null where the stage can do without: it works, and one worker more is not worth the run. */
    private Task<E> open() throws Exception {
        try {
            return openOrRefuse();
        } catch (Exception e) {
            if (!spare || stage.isCutShort()) {
                throw e;
            }
            stage.crew().drop(this);
            stage.notManned(e);
            return null;
        }
    }

    private Task<E> openOrRefuse() throws Exception {
        try {
            return stage.task(clock);
        } catch (OutOfMemoryError e) {
            throw NativeMemory.ranOut(e);
        }
    }

    private void work(Task<E> task) throws Exception {
        int taken;
        if (!batch.isEmpty()) {
            task.run(batch);
            batch.clear();
        }
        clock.enter(WorkerClock.State.IDLE, System.nanoTime());
        while (!stage.crew().mayRetire(this) && (taken = take(task)) >= 0) {
            stage.checkCutShort();
            if (taken > 0) {
                clock.enter(WorkerClock.State.BUSY, System.nanoTime());
                task.run(batch);
                clock.enter(WorkerClock.State.IDLE, System.nanoTime());
                batch.clear();
            }
        }
        clock.enter(WorkerClock.State.BUSY, System.nanoTime());
        stage.link().passOn();
        task.finish();
    }

    private int take(Task<E> task) throws InterruptedException {
        return stage.link().take(batch, appetite(task), stage.workers(), TAKE_TIMEOUT_NS);
    }

    /** Inline mode: the task, opened on the calling thread. */
    void openInline() {
        clock.start(System.nanoTime());
        try {
            inline = stage.task(clock);
        } catch (Exception e) {
            stage.failed(e);
        }
    }

    /** Inline mode: one take. A nested turn, to make room, has a batch of its own. */
    boolean turn() throws InterruptedException {
        List<E> taken = new ArrayList<>();
        if (inline == null || stage.link().take(taken, appetite(inline).atOnce(), 1, 0) <= 0) {
            return false;
        }
        try {
            inline.run(taken);
        } catch (Exception e) {
            stage.failed(e);
        } finally {
            batch.addAll(taken);
        }
        return true;
    }

    /** @param finished whether nothing more will come, as opposed to a run that is cut short */
    void closeInline(boolean finished) {
        try (Task<E> task = inline) {
            if (task != null && finished) {
                task.finish();
            }
        } catch (Exception e) {
            stage.failed(e);
        }
        clock.stop(System.nanoTime());
    }

    private TakeLimit appetite(Task<E> task) {
        int max = Math.max(task.batch(), stage.meanServiceNs() < CHEAP_NS ? CHEAP_TAKE : 1);
        return new TakeLimit(max, task.batch(), task.lingerNs());
    }

    /** Whether it is to go once it has done what it holds. Guarded by its crew, as the next two. */
    void ask(boolean leave) {
        asked = leave;
    }

    boolean isAsked() {
        return asked;
    }

    void leaves(boolean leaves) {
        leaving = leaves;
    }

    /** Whether it takes nothing any more and is on its way out. */
    boolean isLeaving() {
        return leaving;
    }

    /** Whether it holds nothing any more, its step included. */
    boolean isGone() {
        return gone;
    }

    /** Whether its thread has ended too and nothing is left over. */
    boolean isOver() {
        return gone && !thread.isAlive() && batch.isEmpty();
    }

    /** What this worker took and did not get to when it was cut short. */
    List<E> leftOver() {
        return batch;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean join(long timeoutNs) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeoutNs));
        return !thread.isAlive();
    }

    /** Whether its step is fenced with this call: what it is in has not come forward for too long. */
    boolean isStuck(long limitNs, long lateNs) {
        return thread.watch().look(thread, limitNs, lateNs);
    }

    StepDeadline watch() {
        return thread.watch();
    }

    Thread thread() {
        return thread;
    }

    WorkerClock clock() {
        return clock;
    }

    /** Nanoseconds this worker has had a processor. */
    long cpuNs() {
        long ended = finalCpuNs;
        if (ended >= 0) {
            return ended;
        }
        long running = THREADS.getThreadCpuTime(thread.getId());
        return running >= 0 ? running : Math.max(0, finalCpuNs); // it has not started, or has just ended
    }
}
