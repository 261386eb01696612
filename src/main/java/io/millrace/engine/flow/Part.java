package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.util.Arrays;

/**
 * What travels: one frame, clip, image or batch of an item. Owned by the worker that holds it; a link moves ownership.
 *
 * @param <T> its payload
 */
public final class Part<T> implements Comparable<Part<?>>, AutoCloseable {

    private static final int[] ROOT = {};

    private final Ticket ticket;
    private final int[] path;
    private final T payload;
    private final Outcome end;
    private final boolean first;

    private Part(Ticket ticket, int[] path, T payload, Outcome end, boolean first) {
        this.ticket = ticket;
        this.path = path;
        this.payload = payload;
        this.end = end;
        this.first = first;
    }

    /** The first part of an item. Its payload is the source's: the engine does not close it. */
    public static <T> Part<T> first(Ticket ticket, T payload) {
        return new Part<>(ticket, ROOT, payload, null, true);
    }

    /** News that an item failed before it had a first part. */
    public static <T> Part<T> unlisted(Ticket ticket, Fault fault) {
        return new Part<>(ticket, ROOT, null, Outcome.failed(fault), false);
    }

    /** News that an item is not to be tried. */
    public static <T> Part<T> quarantined(Ticket ticket, Fault fault) {
        return new Part<>(ticket, ROOT, null, Outcome.quarantined(fault), false);
    }

    /** A part outside any pipeline, with unlimited memory: for trying a step by itself. */
    public static <T> Part<T> alone(Item<T> item) {
        return first(new Ticket(item, 0, 0, new Reservations(Long.MAX_VALUE, false, ticket -> {})), item.body());
    }

    public Item<?> item() {
        return ticket.item();
    }

    public T payload() {
        return payload;
    }

    /**
     * States the item's whole peak of memory from here on, in bytes; smaller than before gives memory back at once.
     * Call it before allocating. When the memory is not free now, this leaves the step (the worker turns to other
     * items) and the step is applied again later, with the memory reserved. Only the step that takes the item in may
     * ask for more than it has: whatever is past the first stage must be able to reach the end.
     *
     * @throws FaultException {@code TooLarge} if it can never fit
     */
    public void reserve(long bytes) throws FaultException {
        ticket.reserve(bytes, first);
    }

    /** Orders the parts of one item as a sequential run would have emitted them. */
    @Override
    public int compareTo(Part<?> other) {
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
    <O> Part<O> child(int index, int siblings, O value) {
        int[] place = siblings == 1 ? path : Arrays.copyOf(path, path.length + 1);
        if (siblings > 1) {
            place[path.length] = index;
        }
        return new Part<>(ticket, place, value, null, false);
    }

    /** This part without payload, on its way to the write stage as an end. */
    <O> Part<O> ended(Outcome outcome) {
        return new Part<>(ticket, path, null, outcome, false);
    }

    <O> Part<O> failed(Fault fault) {
        return ended(Outcome.failed(fault));
    }
}
