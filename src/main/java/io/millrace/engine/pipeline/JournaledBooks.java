package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Flight;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.output.FlightTable;
import io.millrace.engine.output.FreeSpace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Books kept in a journal: what is recorded there survives the process, or with {@code durable} the machine's power.
 */
public final class JournaledBooks implements Books {

    private final Journal journal;
    private final EarlierRuns earlier;
    private final Map<ItemId, Fault> barred;
    private final FlightTable flights;
    private final FreeSpace space;
    private final boolean durable;
    private final long syncNs;

    /** The numbers of the RETRY records of items that are under way. */
    private final Map<ItemId, Long> retried = new ConcurrentHashMap<>();

    private long syncedNs = System.nanoTime();

    /**
     * @param barred the items that have ended a process before
     * @param flights what this process has in hand
     * @param space says whether more items may begin
     * @param durable whether every commit is forced to the disk
     * @param sync the least time between two forces: what ends meanwhile shares the next one
     */
    public JournaledBooks(
            Journal journal,
            EarlierRuns earlier,
            Map<ItemId, Fault> barred,
            FlightTable flights,
            FreeSpace space,
            boolean durable,
            Duration sync) {
        this.journal = journal;
        this.earlier = earlier;
        this.barred = Map.copyOf(barred);
        this.flights = flights;
        this.space = space;
        this.durable = durable;
        this.syncNs = sync.toNanos();
    }

    @Override
    public boolean hasRoom() {
        return space.hasRoom();
    }

    @Override
    public long ordinal(Item<?> item) throws IOException {
        return journal.listing().ordinalOf(item.id(), item.source());
    }

    @Override
    public Outcome settled(Item<?> item) throws IOException {
        Entry entry = journal.find(item.id());
        Outcome settled = earlier.standing(entry, item);
        if (entry != null && settled == null) {
            retried.put(item.id(), journal.retry(item.id()));
        }
        return settled;
    }

    @Override
    public void beforeWriting(Item<?> item) throws IOException {
        Long seq = retried.remove(item.id());
        if (seq != null) {
            journal.settle(seq);
        }
    }

    @Override
    public Fault barred(Item<?> item) {
        return barred.get(item.id());
    }

    @Override
    public Flight flight(String stage) {
        return flights.slot(stage);
    }

    @Override
    public void record(Ticket ticket) throws IOException {
        Item<?> item = ticket.item();
        journal.append(new Entry(
                item.id(),
                ticket.outcome(),
                ticket.attempt(),
                item.identity().with(item.content().kept()),
                earlier.fingerprint(),
                ticket.ordinal()));
    }

    @Override
    public void commit() throws IOException {
        if (!durable) {
            return;
        }
        for (long early; (early = syncedNs + syncNs - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(this, early);
        }
        journal.sync();
        syncedNs = System.nanoTime();
    }
}
