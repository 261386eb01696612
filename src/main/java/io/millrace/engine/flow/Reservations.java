package io.millrace.engine.flow;

import io.millrace.engine.item.FaultException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Who may use how much memory. An item reserves its whole peak in one step, and those that wait are served strictly by
 * ordinal. Nothing here ever blocks: an item that must wait leaves its worker and comes back with the memory in hand.
 *
 * <p>The sum of all reservations stays within the limit, with one exception: before an ordered writer, whose buffers
 * are only freed when the oldest open item arrives, the <em>oldest</em> open item may overdraw. Without that the
 * buffers would wait for the item and the item for the buffers. Safe for any threads; {@code admit} is called outside
 * the lock.
 *
 * <p>Workers that come while the run goes take their own memory from the same limit, at most a share of it. An item
 * that needs more than they leave gets the whole limit when it is alone: what fits does not depend on who works.
 */
public final class Reservations {

    /** As good as no limit, and far enough from overflow for sums. */
    private static final long UNLIMITED_BYTES = Long.MAX_VALUE >> 2;

    /** The part of the limit that workers may have which come while the run goes. */
    private static final long WORKERS_SHARE = 8;

    private static final Comparator<Ticket> BY_ORDINAL = Comparator.comparingLong(Ticket::ordinal);

    private final long limitBytes;
    private final boolean ordered;
    private final Consumer<Ticket> admit;
    private final TreeSet<Ticket> open = new TreeSet<>(BY_ORDINAL);
    private final TreeSet<Waiting> room = new TreeSet<>(Comparator.comparingLong(w -> w.ticket.ordinal()));
    private final Queue<Hold> holds = new ArrayDeque<>();
    private long reservedBytes;

    /** Held by workers, and what those that still wait want to hold. */
    private long workerBytes;

    private long wantedBytes;

    private record Waiting(Ticket ticket, long bytes) {}

    /** A worker's memory that was not free when it was asked for. */
    private record Hold(long bytes, Runnable granted) {}

    /** Who is served: items go on their way, workers begin. */
    private final class Served {

        private final List<Ticket> tickets = new ArrayList<>(1);
        private final List<Runnable> granted = new ArrayList<>(0);

        void letGo() {
            granted.forEach(Runnable::run);
            tickets.forEach(admit);
        }
    }

    /**
     * @param limitBytes what all items together may reserve
     * @param ordered whether the oldest item may overdraw
     * @param admit puts a ticket that waited on its way again; must not block
     */
    public Reservations(long limitBytes, boolean ordered, Consumer<Ticket> admit) {
        this.limitBytes = Math.min(limitBytes, UNLIMITED_BYTES);
        this.ordered = ordered;
        this.admit = admit;
    }

    /** A new item enters with a first estimate; it is admitted at once or when its turn comes. */
    public void enter(Ticket ticket, long estimateBytes) {
        serveAfter(() -> {
            open.add(ticket);
            queue(ticket, Math.min(estimateBytes, limitBytes));
        });
    }

    /** The item waits, holding nothing, until {@code bytes} are free and everybody older has been served. */
    public void await(Ticket ticket, long bytes) {
        serveAfter(() -> {
            ticket.promisedBytes = bytes;
            queue(ticket, bytes);
        });
    }

    /**
     * The item waits until it has the whole limit, and keeps it to its end whatever it states: memory ran out although
     * the sums said it would not.
     */
    public void awaitAlone(Ticket ticket) {
        synchronized (this) {
            ticket.alone = true;
        }
        await(ticket, limitBytes);
    }

    /** The item holds nothing until it waits again. */
    public void rest(Ticket ticket) {
        serveAfter(() -> set(ticket, 0));
    }

    /**
     * Sets a ticket's reservation, or sends it to wait. An item that waited for its peak and begins again with its
     * first estimate keeps the peak, or it would wait for it once more.
     */
    void require(Ticket ticket, long bytes, boolean mayGrow) throws FaultException {
        if (bytes > limitBytes) {
            throw new FaultException(Ticket.tooLarge(bytes, limitBytes));
        }
        Served served;
        synchronized (this) {
            if (keeps(ticket, bytes, mayGrow)) {
                return;
            }
            if (bytes > ticket.reservedBytes) {
                grow(ticket, bytes, mayGrow);
            }
            ticket.promisedBytes = 0;
            set(ticket, bytes);
            served = serve();
        }
        served.letGo();
    }

    private static boolean keeps(Ticket ticket, long bytes, boolean firstStage) {
        return ticket.alone || (firstStage && bytes < ticket.promisedBytes);
    }

    private void grow(Ticket ticket, long bytes, boolean mayGrow) {
        if (!mayGrow) {
            throw new IllegalStateException("only the first stage may reserve more memory for an item");
        }
        if (!mayHave(ticket, bytes)) {
            throw new Deferred(bytes);
        }
    }

    /** The item is closed and gives everything back. */
    public void leave(Ticket ticket) {
        serveAfter(() -> {
            open.remove(ticket);
            set(ticket, 0);
        });
    }

    /** How many more workers of {@code bytes} each there is memory for, beside the items. */
    synchronized long workersMore(long bytes) {
        long free = limitBytes / WORKERS_SHARE - workerBytes - wantedBytes;
        return bytes == 0 ? Integer.MAX_VALUE : Math.min(Math.max(0, free) / bytes, Integer.MAX_VALUE);
    }

    /**
     * Takes {@code bytes} for a worker, if they are free now. Otherwise no item gets them any more, and {@code granted}
     * is called once those that have them are done; not under any lock.
     */
    synchronized boolean holdForWorker(long bytes, Runnable granted) {
        if (holds.isEmpty() && reservedBytes + workerBytes + bytes <= limitBytes) {
            workerBytes += bytes;
            return true;
        }
        wantedBytes += bytes;
        holds.add(new Hold(bytes, granted));
        return false;
    }

    /** What workers held is free for items again. */
    void releaseWorkers(long bytes) {
        serveAfter(() -> workerBytes -= bytes);
    }

    public synchronized long reservedBytes() {
        return reservedBytes;
    }

    /** Every item that has entered and not left. */
    public synchronized List<Ticket> open() {
        return List.copyOf(open);
    }

    /** Items that wait for memory. */
    public synchronized int waiting() {
        return room.size();
    }

    private void queue(Ticket ticket, long bytes) {
        set(ticket, 0);
        room.add(new Waiting(ticket, ticket.alone ? limitBytes : bytes));
    }

    /** Makes {@code change} under the lock; whoever can be served then goes on outside of it. */
    private void serveAfter(Runnable change) {
        Served served;
        synchronized (this) {
            change.run();
            served = serve();
        }
        served.letGo();
    }

    private Served serve() {
        Served served = new Served();
        while (!holds.isEmpty() && reservedBytes + workerBytes + holds.peek().bytes <= limitBytes) {
            Hold hold = holds.remove();
            wantedBytes -= hold.bytes;
            workerBytes += hold.bytes;
            served.granted.add(hold.granted);
        }
        while (!room.isEmpty() && mayHave(room.first().ticket, room.first().bytes)) {
            Waiting first = room.pollFirst();
            set(first.ticket, first.bytes);
            served.tickets.add(first.ticket);
        }
        return served;
    }

    private boolean mayHave(Ticket ticket, long bytes) {
        long others = reservedBytes - ticket.reservedBytes;
        long free = limitBytes - workerBytes - wantedBytes - others;
        boolean fits = free > 0 && bytes <= free;
        return ((fits || others == 0) && !olderWaits(ticket)) || (ordered && isOldest(ticket));
    }

    private boolean olderWaits(Ticket ticket) {
        return !room.isEmpty() && room.first().ticket.ordinal() < ticket.ordinal();
    }

    private boolean isOldest(Ticket ticket) {
        return !open.isEmpty() && open.first() == ticket;
    }

    private void set(Ticket ticket, long bytes) {
        reservedBytes += bytes - ticket.reservedBytes;
        ticket.reservedBytes = bytes;
    }
}
