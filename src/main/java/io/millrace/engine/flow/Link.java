package io.millrace.engine.flow;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.TimeoutException;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ring between two stages. Any threads put; the workers of one stage take and share a single consumer sequence: the
 * one that leads waits at the barrier, moves references out of the slots and frees them <em>before</em> it works on
 * them, so that one slow element stalls nobody; the next worker leads meanwhile. Ownership moves with the reference.
 *
 * @param <E> what travels
 */
public final class Link<E> {

    /** Slots are references, so a longer ring buys nothing but delay. */
    public static final int MAX_CAPACITY = 1024;

    private static final class Slot {
        private Object element;
    }

    private final RingBuffer<Slot> ring;
    private final SequenceBarrier barrier;
    private final TimedWait wait = new TimedWait();
    private final Sequence taken = new Sequence(Sequencer.INITIAL_CURSOR_VALUE);

    private final ReentrantLock space = new ReentrantLock();
    private final Condition room = space.newCondition();
    private final AtomicInteger producersWaiting = new AtomicInteger();
    private Relief relief;

    /** Makes room on the calling thread, where there is no other to do it. */
    @FunctionalInterface
    interface Relief {
        void makeRoom() throws InterruptedException;
    }

    /** @param capacity rounded up to a power of two, at most {@link #MAX_CAPACITY} */
    public Link(int capacity) {
        ring = RingBuffer.createMultiProducer(Slot::new, ringSize(capacity), wait);
        ring.addGatingSequences(taken);
        barrier = ring.newBarrier();
    }

    /** The slots a link of {@code capacity} really has. */
    public static int ringSize(int capacity) {
        int size = Math.max(1, Math.min(capacity, MAX_CAPACITY));
        return size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    /** Puts {@code element} if there is room now. */
    public boolean offer(E element) {
        return ring.tryPublishEvent((slot, sequence, e) -> slot.element = e, element);
    }

    /** Puts {@code element}, waiting for room as long as it takes; the wait counts as blocked on {@code clock}. */
    public void put(E element, WorkerClock clock) throws InterruptedException {
        if (!offer(element)) {
            WorkerClock.State left = clock.enter(WorkerClock.State.BLOCKED, System.nanoTime());
            try {
                if (relief == null) {
                    putWhenRoom(element);
                } else {
                    putAfterRelief(element);
                }
            } finally {
                clock.enter(left, System.nanoTime());
            }
        }
    }

    /**
     * Takes up to {@code max} elements into {@code batch}, but no more than its share of what waits, so that no worker
     * hoards what its colleagues could do.
     *
     * @param max the most to take
     * @param takers workers that share this link
     * @param timeoutNs how long to wait for the first
     * @return how many; 0 when none came in time; -1 when the link is closed and empty
     */
    public int take(List<? super E> batch, int max, int takers, long timeoutNs) throws InterruptedException {
        return take(batch, TakeLimit.of(max), takers, timeoutNs);
    }

    /** As above; lets what is there wait for more where {@code appetite} says so, unless the link is closed. */
    int take(List<? super E> batch, TakeLimit appetite, int takers, long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        if (!wait.lead(deadlineNs)) {
            return 0;
        }
        int count;
        try {
            count = awaitPublished(deadlineNs);
            if (count > 0) {
                count = appetite.of(linger(count, appetite), waiting(), takers);
                move(batch, count);
            }
        } finally {
            wait.stepDown(this::worthLeading);
        }
        if (count > 0) {
            announceRoom();
        }
        return count;
    }

    /** Elements that wait to be taken, claimed slots included. */
    public int waiting() {
        return (int) Math.max(0, ring.getCursor() - taken.get());
    }

    public int capacity() {
        return ring.getBufferSize();
    }

    /** No more will be put. Takers drain what is left and then get -1. */
    public void close() {
        barrier.alert();
    }

    /**
     * A taker takes no more. The race: it was woken to lead just when its time was over; without it the others would
     * find out only when their own is.
     */
    void passOn() {
        wait.passOn(this::worthLeading);
    }

    /** Inline mode: a full link is relieved by its own stage instead of waited for. */
    void relieveBy(Relief stage) {
        relief = stage;
    }

    /** Inline mode: whether a full link is relieved by whoever puts. */
    boolean isRelieved() {
        return relief != null;
    }

    private void putAfterRelief(E element) throws InterruptedException {
        while (!offer(element)) {
            relief.makeRoom();
        }
    }

    private void putWhenRoom(E element) throws InterruptedException {
        space.lockInterruptibly();
        producersWaiting.incrementAndGet();
        try {
            while (!offer(element)) {
                room.await();
            }
        } finally {
            producersWaiting.decrementAndGet();
            space.unlock();
        }
    }

    /**
     * The race: a producer that finds the ring full while we free slots. It counts itself in first, then tries again.
     */
    private void announceRoom() {
        VarHandle.fullFence();
        if (producersWaiting.get() > 0) {
            space.lock();
            try {
                room.signalAll();
            } finally {
                space.unlock();
            }
        }
    }

    private boolean worthLeading() {
        return waiting() > 0 || barrier.isAlerted();
    }

    /** How many elements lie ready in a row, at least one unless it is 0 (timeout) or -1 (closed). */
    private int awaitPublished(long deadlineNs) throws InterruptedException {
        long next = taken.get() + 1;
        wait.until(deadlineNs);
        try {
            long last = barrier.waitFor(next);
            while (last < next) { // claimed by a producer that has not filled it yet: a matter of instructions
                Thread.onSpinWait();
                last = barrier.waitFor(next);
            }
            return (int) (last - next + 1);
        } catch (TimeoutException e) {
            return 0;
        } catch (AlertException e) {
            return ring.getCursor() < next ? -1 : readyFrom(next);
        }
    }

    /**
     * How many lie ready once there are enough of them, time is over or the link is closed. The leader keeps the lead.
     */
    private int linger(int ready, TakeLimit appetite) throws InterruptedException {
        int full = Math.min(appetite.full(), capacity());
        if (appetite.lingerNs() <= 0 || ready >= full) {
            return ready;
        }
        long next = taken.get() + 1;
        wait.until(System.nanoTime() + appetite.lingerNs());
        try {
            barrier.waitFor(next + full - 1);
        } catch (TimeoutException | AlertException e) {
            // then with what there is
        }
        return readyFrom(next);
    }

    private int readyFrom(long next) {
        int ready = 0;
        while (ready < capacity() && ring.isAvailable(next + ready)) {
            ready++;
        }
        return ready;
    }

    @SuppressWarnings("unchecked")
    private void move(List<? super E> batch, int count) {
        long next = taken.get() + 1;
        for (long sequence = next; sequence < next + count; sequence++) {
            Slot slot = ring.get(sequence);
            batch.add((E) slot.element);
            slot.element = null;
        }
        taken.set(next + count - 1);
    }
}
