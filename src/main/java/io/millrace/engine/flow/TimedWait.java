package io.millrace.engine.flow;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets the takers of a link wait, parked, until something is published or their deadline comes. One of them leads and
 * waits at the barrier; the others follow. A leader that has taken something steps down without waking anybody unless
 * more lies ready: the next publication wakes a follower, so that a link with little to do costs one wake-up per
 * element, not two. An idle link costs nothing, and a producer pays a fence and two reads while nobody waits.
 */
final class TimedWait implements WaitStrategy {

    /** The leader while it may be parked; null otherwise. */
    private volatile Thread parked;

    /** Whether somebody leads. */
    private final AtomicBoolean led = new AtomicBoolean();

    /** Takers that may be parked until the lead is worth having. */
    private final Queue<Thread> followers = new ConcurrentLinkedQueue<>();

    /** When to give up, by {@link System#nanoTime()}; the leader's own. */
    private long deadlineNs;

    /**
     * Takes the lead, or waits for it: until somebody steps down or something is published while nobody leads. False
     * when {@code deadlineNs} comes first.
     */
    boolean lead(long deadlineNs) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (!led.compareAndSet(false, true)) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return false;
            }
            follow(leftNs);
        }
        return true;
    }

    /**
     * The race: the leader steps down, or something is published, between our try and the park. We name ourselves
     * first, then try again; they act first, then look for a name.
     */
    private void follow(long leftNs) throws InterruptedException {
        Thread self = Thread.currentThread();
        followers.add(self);
        VarHandle.fullFence();
        if (led.get()) {
            LockSupport.parkNanos(this, leftNs);
        }
        followers.remove(self);
        if (Thread.interrupted()) {
            wakeFollower(); // we may have been the one that was woken to lead
            throw new InterruptedException();
        }
    }

    /** Gives the lead up; a follower is only woken if there is something to do already. */
    void stepDown(BooleanSupplier worthIt) {
        led.set(false);
        VarHandle.fullFence();
        if (worthIt.getAsBoolean()) {
            wakeFollower();
        }
    }

    /** Whoever leaves for good wakes another, if there is something to do and nobody leads. */
    void passOn(BooleanSupplier worthIt) {
        VarHandle.fullFence();
        if (!led.get() && worthIt.getAsBoolean()) {
            wakeFollower();
        }
    }

    private void wakeFollower() {
        Thread next = followers.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }

    void until(long nanoTime) {
        deadlineNs = nanoTime;
    }

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, InterruptedException, TimeoutException {
        long available;
        while ((available = dependent.get()) < sequence) {
            barrier.checkAlert();
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                throw TimeoutException.INSTANCE;
            }
            park(sequence, dependent, barrier, leftNs);
        }
        return available;
    }

    /**
     * The race: a publication between our look at the cursor and the park. We name ourselves first, then look again;
     * the producer publishes first, then looks for a name. The fences make sure that at least one sees the other.
     */
    private void park(long sequence, Sequence dependent, SequenceBarrier barrier, long leftNs)
            throws InterruptedException {
        parked = Thread.currentThread();
        VarHandle.fullFence();
        if (dependent.get() < sequence && !barrier.isAlerted()) {
            LockSupport.parkNanos(this, leftNs);
        }
        parked = null;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void signalAllWhenBlocking() {
        VarHandle.fullFence();
        Thread leader = parked;
        if (leader != null) {
            LockSupport.unpark(leader);
        } else if (!led.get()) {
            wakeFollower();
        }
    }
}
