package io.millrace.flow;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the one thread that leads a link's takers wait, parked, until something is published or its deadline comes. An idle
 * link costs nothing, and a producer pays one fence and one read while nobody waits.
 */
final class TimedWait implements WaitStrategy {

    /** The leader while it may be parked; null otherwise. */
    private volatile Thread parked;

    /** When to give up, by {@link System#nanoTime()}; the leader's own. */
    private long deadlineNs;

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
     * The race: a publication between our look at the cursor and the park. We name ourselves first, then look again; the
     * producer publishes first, then looks for a name. The fences make sure that at least one sees the other.
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
        }
    }
}
