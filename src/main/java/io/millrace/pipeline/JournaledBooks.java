package io.millrace.pipeline;

import io.millrace.flow.Ticket;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.journal.Entry;
import io.millrace.journal.FreeSpace;
import io.millrace.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Books kept in a journal: what is recorded there survives the process, or with {@code durable} the machine's power. */
public final class JournaledBooks implements Books {

    private final Journal journal;
    private final EarlierRuns earlier;
    private final FreeSpace space;
    private final boolean durable;
    private final long syncNs;
    private long syncedNs = System.nanoTime();

    /**
     * @param space says whether more items may begin
     * @param durable whether every commit is forced to the disk
     * @param sync the least time between two forces: what ends meanwhile shares the next one
     */
    public JournaledBooks(Journal journal, EarlierRuns earlier, FreeSpace space, boolean durable, Duration sync) {
        this.journal = journal;
        this.earlier = earlier;
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
        return earlier.settled(item);
    }

    @Override
    public void record(Ticket ticket) throws IOException {
        Item<?> item = ticket.item();
        journal.append(new Entry(
                item.id(),
                ticket.outcome(),
                ticket.attempt(),
                item.identity(),
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
