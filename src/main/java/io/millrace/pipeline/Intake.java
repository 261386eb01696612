package io.millrace.pipeline;

import io.millrace.flow.Link;
import io.millrace.flow.Part;
import io.millrace.flow.Reservations;
import io.millrace.flow.Ticket;
import io.millrace.flow.WorkerClock;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Lets in as many items as there are credits: requests them, opens a ticket for each, sends its first part off, and asks
 * for one more whenever a ticket closes. Items that an earlier run settled cost no credit.
 *
 * <p>The source's thread calls the hooks; any thread may return a credit.
 */
final class Intake<T> extends BaseSubscriber<Item<T>> {

    /** Told how the source ends. */
    interface Gate {
        /** Nothing more will come. On the source's thread. */
        void sourceEnded();

        void sourceFailed(Throwable thrown);
    }

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
        } catch (IOException | RuntimeException e) {
            gate.sourceFailed(e);
            cancel();
        }
    }

    @Override
    protected void hookOnComplete() {
        tally.listingComplete();
        gate.sourceEnded();
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        gate.sourceFailed(new SourceException(thrown));
    }

    @Override
    protected void hookOnCancel() {
        gate.sourceEnded();
    }

    private void admit(Item<T> item) throws IOException, InterruptedException {
        long ordinal = books.ordinal(item);
        tally.listed();
        Outcome settled = books.settled(item);
        if (settled != null) {
            pass(item, ordinal, settled);
        } else {
            letIn(item, ordinal);
        }
    }

    private void pass(Item<T> item, long ordinal, Outcome settled) throws InterruptedException {
        tally.settled(settled);
        observer.settled(item, settled);
        if (ordered) {
            ends.put(Part.gap(item, ordinal), clock);
        }
        request(1);
    }

    private void letIn(Item<T> item, long ordinal) throws InterruptedException {
        Ticket ticket = new Ticket(item, ordinal, reservations);
        open.incrementAndGet();
        if (item.fault() == null) {
            reservations.enter(ticket, 0);
        } else {
            ends.put(Part.unlisted(ticket, item.fault().in("source")), clock);
        }
    }
}
