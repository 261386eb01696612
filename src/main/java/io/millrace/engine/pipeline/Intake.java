package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.WorkerClock;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Lets in as many items as there are credits: requests them, opens a ticket for each, sends its first part off, and
 * asks for one more whenever a ticket closes. Items that an earlier run settled get no ticket and cost no credit.
 *
 * <p>The source's thread calls the hooks; any thread may return a credit or shut.
 */
final class Intake<T> extends BaseSubscriber<Item<T>> {

    private static final long ROOM_POLL_MS = 100;

    private final SourceStage source;
    private final Books books;
    private final Tally tally;
    private final Observer observer;
    private final Reservations reservations;
    private final Link<Parcel<?>> ends;
    private final boolean ordered;
    private final Runnable sourceEnded;
    private final Consumer<Throwable> fail;
    private final WorkerClock clock = new WorkerClock();
    private final AtomicInteger open = new AtomicInteger();
    private final ReentrantLock entry = new ReentrantLock();
    private final Condition change = entry.newCondition();
    private final Credits credits;
    private volatile boolean shut;
    private volatile boolean paused;
    private long turns;
    private long lastOrdinal = -1;

    /**
     * @param inFlight items that may be open, for a start
     * @param ends the write link: where items go that have no first part
     * @param sourceEnded told that nothing more will come; on the source's thread unless that was {@link #shut}
     * @param fail ends the run
     */
    Intake(
            int inFlight,
            SourceStage source,
            Books books,
            Tally tally,
            Observer observer,
            Reservations reservations,
            Link<Parcel<?>> ends,
            boolean ordered,
            Runnable sourceEnded,
            Consumer<Throwable> fail) {
        this.credits = new Credits(inFlight);
        this.source = source;
        this.books = books;
        this.tally = tally;
        this.observer = observer;
        this.reservations = reservations;
        this.ends = ends;
        this.ordered = ordered;
        this.sourceEnded = sourceEnded;
        this.fail = fail;
    }

    /** Items let in and not yet closed. */
    int open() {
        return open.get();
    }

    /** A ticket has closed: its credit goes to the next item. */
    void closed() {
        open.decrementAndGet();
        giveBack();
    }

    /** From now on {@code items} may be open; where more are, their credits end with them. */
    void allow(int items) {
        demand(credits.allow(items));
    }

    /**
     * Lets nothing in until {@link #resume}: an item that comes waits before the door, and keeps the source waiting.
     * Waits a moment for one that is just being let in.
     */
    void pause() {
        paused = true;
        tell();
    }

    void resume() {
        paused = false;
        tell();
    }

    boolean isPaused() {
        return paused;
    }

    private void tell() {
        try {
            if (entry.tryLock(ROOM_POLL_MS, TimeUnit.MILLISECONDS)) {
                change.signalAll();
                entry.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits looks again by itself
        }
    }

    private void giveBack() {
        demand(credits.back());
    }

    private void demand(int items) {
        if (items > 0) {
            source.wanted(items);
            request(items);
        }
    }

    /**
     * Lets nothing more in: from the moment this returns true, {@link #open} only falls. It does not interrupt the
     * source, so no item is half let in and no book is torn. False if the books keep the source's thread longer than
     * {@code limitNs}.
     */
    boolean shut(long limitNs) throws InterruptedException {
        if (!entry.tryLock(limitNs, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            shut = true;
            change.signalAll();
        } finally {
            entry.unlock();
        }
        sourceEnded.run();
        return true;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        demand(credits.begin());
    }

    @Override
    protected void hookOnNext(Item<T> item) {
        source.names();
        try {
            admit(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // Reactor would rethrow an Error into its own thread, where nobody waits for it
            fail.accept(e);
            cancel();
        } finally {
            source.named();
        }
    }

    @Override
    protected void hookOnComplete() {
        source.ended();
        entry.lock();
        try {
            if (!shut) { // else it may have named items that were turned away
                tally.listingComplete();
            }
        } finally {
            entry.unlock();
        }
        sourceEnded.run();
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        fail.accept(new SourceException(thrown));
    }

    private void admit(Item<T> item) throws IOException, InterruptedException {
        awaitRoom();
        Ticket ticket;
        entry.lock();
        try {
            awaitProceed();
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
            source.waits(false);
            TimeUnit.MILLISECONDS.sleep(ROOM_POLL_MS);
        }
        source.goesOn();
    }

    /** Keeps it before the door while the run is paused. What is let in has seen the door open with the lock held. */
    private void awaitProceed() throws InterruptedException {
        while (!shut && paused) {
            source.waits(true);
            change.await(ROOM_POLL_MS, TimeUnit.MILLISECONDS);
        }
        source.goesOn();
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
            giveBack();
        } else if (item.fault() != null) {
            source.failed();
            ends.put(Parcel.ended(ticket, Outcome.failed(item.fault().in("source"))), clock);
        } else if (books.barred(item) != null) {
            ends.put(Parcel.ended(ticket, Outcome.quarantined(books.barred(item))), clock);
        } else {
            reservations.enter(ticket, 0);
        }
    }

    /** How many items may be open, and how many credits are about: asked for, or with an open item. */
    private static final class Credits {

        private int allowed;
        private int given;
        private boolean begun;

        Credits(int allowed) {
            this.allowed = allowed;
        }

        /** What to ask for first. */
        synchronized int begin() {
            begun = true;
            given = allowed;
            return given;
        }

        /** What to ask for besides. */
        synchronized int allow(int items) {
            allowed = items;
            int more = begun ? Math.max(0, allowed - given) : 0;
            given += more;
            return more;
        }

        /** One comes back: what to ask for instead. */
        synchronized int back() {
            boolean again = given <= allowed;
            given -= again ? 0 : 1;
            return again ? 1 : 0;
        }
    }
}
