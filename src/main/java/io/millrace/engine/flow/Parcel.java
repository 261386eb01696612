package io.millrace.engine.flow;

import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.util.Arrays;

/**
 * A part on its way through a pipeline, or the news that it has ended. Owned by the worker that holds it; a link moves
 * ownership. For the engine.
 *
 * @param <T> its payload
 */
public final class Parcel<T> implements Part<T>, Comparable<Parcel<?>>, AutoCloseable {

    private static final int[] ROOT = {};

    private final Ticket ticket;
    private final int[] path;
    private final T payload;
    private final Outcome end;
    private final boolean first;

    private Parcel(Ticket ticket, int[] path, T payload, Outcome end, boolean first) {
        this.ticket = ticket;
        this.path = path;
        this.payload = payload;
        this.end = end;
        this.first = first;
    }

    /** The first part of an item. Its payload is the source's: the engine does not close it. */
    public static <T> Parcel<T> first(Ticket ticket, T payload) {
        return new Parcel<>(ticket, ROOT, payload, null, true);
    }

    /** As {@link Part#alone}. */
    static <T> Parcel<T> alone(Item<T> item) {
        return first(new Ticket(item, 0, 0, new Reservations(Long.MAX_VALUE, false, ticket -> {})), item.body());
    }

    /** News that an item has ended before it had a first part. */
    public static <T> Parcel<T> ended(Ticket ticket, Outcome end) {
        return new Parcel<>(ticket, ROOT, null, end, false);
    }

    @Override
    public Item<?> item() {
        return ticket.item();
    }

    @Override
    public T payload() {
        return payload;
    }

    @Override
    public void reserve(long bytes) throws FaultException {
        ticket.reserve(bytes, first);
    }

    /** Orders the parts of one item as a sequential run would have emitted them. */
    @Override
    public int compareTo(Parcel<?> other) {
        return Arrays.compare(path, other.path);
    }

    /** Closes the payload, unless it is the source's, which may be needed again. For the engine. */
    @Override
    public void close() {
        if (!first) {
            Payloads.close(payload);
        }
    }

    Ticket ticket() {
        return ticket;
    }

    /** Whether it still carries a payload, as opposed to news of its end for the write stage. */
    boolean alive() {
        return end == null;
    }

    /** How this part ended, or null while it is alive. */
    Outcome end() {
        return end;
    }

    /** The {@code index}-th of {@code siblings} results of this part. An only child takes its parent's place. */
    <O> Parcel<O> child(int index, int siblings, O value) {
        int[] place = siblings == 1 ? path : Arrays.copyOf(path, path.length + 1);
        if (siblings > 1) {
            place[path.length] = index;
        }
        return new Parcel<>(ticket, place, value, null, false);
    }

    /** This part without payload, on its way to the write stage as an end. */
    <O> Parcel<O> ended(Outcome outcome) {
        return new Parcel<>(ticket, path, null, outcome, false);
    }
}
