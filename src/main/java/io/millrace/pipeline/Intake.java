package io.millrace.pipeline;

import io.millrace.flow.Link;
import io.millrace.flow.Part;
import io.millrace.flow.Reservations;
import io.millrace.flow.Ticket;
import io.millrace.flow.WorkerClock;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Lets in as many items as there are credits: requests them, opens a ticket for each, sends its first part off, and asks
 * for one more whenever a ticket closes. Items that an earlier run settled get no ticket and cost no credit.
 *
 * <p>The source's thread calls the hooks; any thread may return a credit or shut.
 */
final class Intake<T> extends BaseSubscriber<Item<T>> {

    /** Told how the source ends. */
    interface Gate {
        /** Nothing more will come. On the source's thread. */
        void sourceEnded();

        void sourceFailed(Throwable thrown);
    }

    private static final long ROOM_POLL_MS = 100;

    private final int credits;
    private final Books books;
    private final Tally tally;
    private final Observer observer;
    private final Reservations reservations;
    private final Link<Part<?>> ends;
    private final boolean ordered;
    private final Gate gate;
    private final WorkerClock clock = new WorkerClock();
    private final AtomicInteger open = new AtomicInteger();
    private final ReentrantLock entry = new ReentrantLock();
    private volatile boolean shut;
    private long turns;
    private long lastOrdinal = -1;

    /** @param ends the write link: where items go that have no first part */
    Intake(
            int credits,
            Books books,
            Tally tally,
            Observer observer,
            Reservations reservations,
            Link<Part<?>> ends,
            boolean ordered,
            Gate gate) {
        this.credits = credits;
        this.books = books;
        this.tally = tally;
        this.observer = observer;
        this.reservations = reservations;
        this.ends = ends;
        this.ordered = ordered;
        this.gate = gate;
    }

    /** Items let in and not yet closed. */
    int open() {
        return open.get();
    }

    /** A ticket has closed: its credit goes to the next item. */
    void closed() {
        open.decrementAndGet();
        request(1);
    }

    /**
     * Lets nothing more in: from the moment this returns true, {@link #open} only falls. It does not interrupt the source,
     * so no item is half let in and no book is torn. False if the books keep the source's thread longer than {@code limitNs}.
     */
    boolean shut(long limitNs) throws InterruptedException {
        if (!entry.tryLock(limitNs, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            shut = true;
        } finally {
            entry.unlock();
        }
        gate.sourceEnded();
        return true;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(credits);
    }

    @Override
    protected void hookOnNext(Item<T> item) {
        try {
            admit(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // Reactor would rethrow an Error into its own thread, where nobody waits for it
            gate.sourceFailed(e);
            cancel();
        }
    }

    @Override
    protected void hookOnComplete() {
        entry.lock();
        try {
            if (!shut) { // else it may have named items that were turned away
                tally.listingComplete();
            }
        } finally {
            entry.unlock();
        }
        gate.sourceEnded();
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        gate.sourceFailed(new SourceException(thrown));
    }

    private void admit(Item<T> item) throws IOException, InterruptedException {
        awaitRoom();
        Ticket ticket;
        entry.lock();
        try {
            if (shut) {
                return;
            }
            ticket = register(item);
        } finally {
            entry.unlock();
        }
        sendOff(ticket, item);
    }

    /** Keeps the source's thread while the books have no room, but not longer than the intake is open. */
    private void awaitRoom() throws InterruptedException {
        while (!shut && !books.hasRoom()) {
            TimeUnit.MILLISECONDS.sleep(ROOM_POLL_MS);
        }
    }

    /** Counts the item in. Null for one that an earlier run settled. */
    private Ticket register(Item<T> item) throws IOException {
        long ordinal = books.ordinal(item);
        tally.listed();
        Outcome settled = books.settled(item);
        if (settled != null) {
            tally.settled(settled);
            observer.settled(item, settled);
            return null;
        }
        requireInOrder(item, ordinal);
        open.incrementAndGet();
        return new Ticket(item, ordinal, turns++, reservations);
    }

    private void requireInOrder(Item<T> item, long ordinal) {
        if (ordered && ordinal <= lastOrdinal) {
            throw new IllegalStateException("item " + item.id() + " has place " + ordinal
                    + " in the listing but comes after place " + lastOrdinal
                    + "; an ordered output needs them in order");
        }
        lastOrdinal = ordinal;
    }

    private void sendOff(Ticket ticket, Item<T> item) throws InterruptedException {
        if (ticket == null) {
            request(1);
        } else if (item.fault() != null) {
            ends.put(Part.unlisted(ticket, item.fault().in("source")), clock);
        } else if (books.barred(item) != null) {
            ends.put(Part.quarantined(ticket, books.barred(item)), clock);
        } else {
            reservations.enter(ticket, 0);
        }
    }
}
