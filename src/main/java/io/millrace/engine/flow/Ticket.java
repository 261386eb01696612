package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * An item's open-part count. Parts split upstream and end at the write stage only, where each one {@linkplain #arrive
 * arrives}; when all open parts have arrived the item is whole and can be written. Safe for any threads.
 */
public final class Ticket {

    private final Item<?> item;
    private final long ordinal;
    private final long turn;
    private final Reservations reservations;
    private final List<Parcel<?>> arrived = new ArrayList<>(1);
    private Parcel<?> worst;
    private int ended;
    private int open = 1;
    private int attempt = 1;
    private boolean starved;
    private Outcome outcome = Outcome.EMPTY;

    /** Reserved bytes, guarded by {@link Reservations} like all about memory. */
    long reservedBytes;

    /** What it waited for, until it has stated as much itself. */
    long promisedBytes;

    /** Whether it keeps all there is, whatever it states. */
    boolean alone;

    /**
     * @param ordinal place of the item in the listing
     * @param turn how many tickets were given out before it in this run
     */
    public Ticket(Item<?> item, long ordinal, long turn, Reservations reservations) {
        this.item = item;
        this.ordinal = ordinal;
        this.turn = turn;
        this.reservations = reservations;
    }

    public Item<?> item() {
        return item;
    }

    public long ordinal() {
        return ordinal;
    }

    /** Counts the items of this run from 0 without a gap, which ordinals do not where items are settled or left out. */
    long turn() {
        return turn;
    }

    /** How the item ended: final once the write stage has handed the ticket on. */
    public synchronized Outcome outcome() {
        return outcome;
    }

    /** 1 for the first try. */
    public synchronized int attempt() {
        return attempt;
    }

    void reserve(long bytes, boolean mayGrow) throws FaultException {
        reservations.require(this, bytes, mayGrow);
    }

    /** The item leaves its worker and comes back from the beginning once {@code bytes} are reserved for it. */
    void await(long bytes) {
        reservations.await(this, bytes);
    }

    /** One part becomes {@code children}; call before publishing any of them. */
    synchronized void split(int children) {
        assert !isWhole() : "a part of a whole item was split";
        open += children - 1;
    }

    /** One part more leaves an open one, which stays open: call before publishing it. */
    synchronized void branch() {
        assert !isWhole() : "a part left a whole item";
        open++;
    }

    /** Waits until fewer than {@code most} parts are on their way beside the one that waits. */
    synchronized void awaitFewer(int most) throws InterruptedException {
        while (onTheirWay() - 1 >= most) {
            wait();
        }
    }

    /**
     * A part has reached the write stage. True for the one that makes the item whole. Of parts that have ended only the
     * one that decides is kept: a video has a million that have come to nothing.
     */
    synchronized boolean arrive(Parcel<?> part) {
        assert !isWhole() : "more parts arrived than are open";
        if (part.alive()) {
            arrived.add(part);
        } else {
            ended++;
            worst = worst == null || decides(part, worst) ? part : worst;
        }
        notifyAll();
        return isWhole();
    }

    /** All parts of a whole item that carry something, as a sequential run would have emitted them. */
    synchronized List<Parcel<?>> parts() {
        assert isWhole() : "the item is not whole yet";
        arrived.sort(null);
        return List.copyOf(arrived);
    }

    /** How the parts of a whole item ended that carry nothing: as {@link Outcome#merge} says, in sequential order. */
    synchronized Outcome end() {
        assert isWhole() : "the item is not whole yet";
        return worst == null ? Outcome.EMPTY : worst.end();
    }

    private boolean isWhole() {
        return onTheirWay() == 0;
    }

    private int onTheirWay() {
        return open - arrived.size() - ended;
    }

    private static boolean decides(Parcel<?> part, Parcel<?> worst) {
        int rank = part.end().status().compareTo(worst.end().status());
        boolean says = part.end().fault() != null;
        boolean first = worst.end().fault() == null || part.compareTo(worst) < 0;
        return rank > 0 || (rank == 0 && says && first);
    }

    /** Ends the item. */
    synchronized void close(Outcome end) {
        outcome = end;
        forget();
        open = 0;
    }

    /** Closes the payloads that have arrived: the run is cut short and the item stays open for the next one. */
    public synchronized void abandon() {
        arrived.forEach(Parcel::close);
        forget();
    }

    /** Starts the item over: ticket, ordinal and credit stay, the attempt counts. */
    public synchronized void again() {
        forget();
        open = 1;
        attempt++;
    }

    private void forget() {
        arrived.clear();
        worst = null;
        ended = 0;
    }

    /** Notes that memory ran out for this item. True the first time: it may be tried once more, alone. */
    public synchronized boolean starve() {
        boolean first = !starved;
        starved = true;
        return first;
    }

    static Fault tooLarge(long bytes, long limitBytes) {
        String message = "needs " + (bytes >> 20) + " MiB of the " + (limitBytes >> 20)
                + " MiB there are; give the run more memory (--memory)";
        return Fault.of(Fault.TOO_LARGE, message);
    }
}
