package io.millrace.engine.pipeline;

import io.millrace.engine.flow.WorkerClock;
import io.millrace.engine.metrics.ServiceTimes;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The thread that lists, and how the source spends its time. It is busy while it names an item that is wanted, and
 * while that is looked up; blocked while none is wanted, as many being open as may be, or while there is no room for
 * what they leave behind; idle while an item is wanted and nothing lists (it waits for something to come), while the
 * run is paused, and once the listing has ended.
 */
final class SourceStage {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final WorkerClock clock = new WorkerClock();
    private final ServiceTimes serviceTimes = new ServiceTimes();
    private final LongAdder errors = new LongAdder();
    private final Scheduler scheduler;
    private volatile Thread thread;
    private volatile long lastCpuNs;
    private boolean going;
    private boolean listing;
    private boolean naming;
    private WorkerClock.State held;
    private boolean ended;
    private long demand;
    private long sinceNs;

    /** @param threads makes the one that lists */
    SourceStage(ThreadFactory threads) {
        this.scheduler = Schedulers.fromExecutorService(new Lister(threads), Status.SOURCE);
    }

    /** Where the source lists. */
    Scheduler scheduler() {
        return scheduler;
    }

    synchronized void start() {
        going = true;
        clock.start(System.nanoTime());
        turn();
    }

    /** The run is over. */
    synchronized void stop() {
        going = false;
        clock.stop(System.nanoTime());
    }

    /** So many more items are wanted. Any thread. */
    synchronized void wanted(int items) {
        demand += items;
    }

    /** An item has come; from here to {@link #named} on one thread. */
    synchronized void names() {
        demand--;
        naming = true;
        sinceNs = listing ? sinceNs : System.nanoTime();
        turn();
    }

    /** It is let in, or passed over. */
    synchronized void named() {
        long nowNs = System.nanoTime();
        serviceTimes.record(nowNs - sinceNs);
        sinceNs = nowNs;
        naming = false;
        turn();
    }

    /** It has to wait, because the run is paused or because there is no room. */
    synchronized void waits(boolean paused) {
        held = paused ? WorkerClock.State.IDLE : WorkerClock.State.BLOCKED;
        turn();
    }

    /** It does not, or no more. */
    synchronized void goesOn() {
        if (held != null) {
            held = null;
            sinceNs = System.nanoTime();
            turn();
        }
    }

    /** An item could not be listed. */
    void failed() {
        errors.increment();
    }

    synchronized void ended() {
        ended = true;
        turn();
    }

    /** @param named items so far */
    StageStatus status(long named) {
        WorkerClock.Spent spent = clock.spent(System.nanoTime());
        return new StageStatus(
                Status.SOURCE,
                1,
                1,
                spent.busyNs(),
                spent.blockedNs(),
                spent.idleNs(),
                cpuNs(),
                0,
                0,
                named,
                named,
                serviceTimes.percentileNs(50),
                serviceTimes.percentileNs(99),
                serviceTimes.percentileNs(100),
                errors.sum(),
                StageStatus.UNKNOWN);
    }

    /** Of the thread that lists; a source may have others of its own. */
    private long cpuNs() {
        Thread lister = thread;
        long running = lister == null ? -1 : THREADS.getThreadCpuTime(lister.getId());
        return running >= 0 ? running : lastCpuNs;
    }

    private void turn() {
        if (going) {
            clock.enter(state(), System.nanoTime());
        }
    }

    private WorkerClock.State state() {
        if (ended || held != null) {
            return ended ? WorkerClock.State.IDLE : held;
        }
        if (demand <= 0 && !naming) {
            return WorkerClock.State.BLOCKED;
        }
        return listing || naming ? WorkerClock.State.BUSY : WorkerClock.State.IDLE;
    }

    private synchronized void lists(boolean now) {
        listing = now;
        sinceNs = System.nanoTime();
        turn();
    }

    /** One thread, which tells when it is at it. */
    private final class Lister extends ScheduledThreadPoolExecutor {

        Lister(ThreadFactory threads) {
            super(1, threads);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        protected void beforeExecute(Thread lister, Runnable task) {
            thread = lister;
            lists(true);
        }

        @Override
        protected void afterExecute(Runnable task, Throwable thrown) {
            lists(false);
            lastCpuNs = THREADS.getCurrentThreadCpuTime();
        }
    }
}
