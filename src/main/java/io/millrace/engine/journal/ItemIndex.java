package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.RecordAddresses;
import io.millrace.engine.journal.record.RecordView;

/**
 * Where the newest record of each id lies and what its status is, in an {@link IdMap}. What is put waits until a batch
 * is together or somebody asks: an id's place in a large table is a wait for memory, and a batch waits once for all of
 * its own. Safe for any threads.
 */
public final class ItemIndex {

    private static final int STATUS_BITS = IdMap.VALUE_BITS - RecordAddresses.BITS;
    private static final int BATCH = 64;

    /** The status of a record that does not count; no outcome has it. */
    private static final int RETRACTED = 0;

    private final IdMap values = new IdMap();
    private final long[] counts = new long[1 << STATUS_BITS];

    private final long[] waitingLow = new long[BATCH];
    private final long[] waitingHigh = new long[BATCH];
    private final long[] waitingValues = new long[BATCH];
    private int waiting;

    /** {@code record} is the newest of its id from now on and lies at {@code place}. */
    synchronized void put(RecordView record, long place) {
        int status = record.statusCode() & (counts.length - 1);
        put(record.hashLow(), record.hashHigh(), ((long) status << RecordAddresses.BITS) | place);
    }

    private void put(long low, long high, long value) {
        waitingLow[waiting] = low;
        waitingHigh[waiting] = high;
        waitingValues[waiting] = value;
        waiting++;
        if (waiting == BATCH) {
            settle();
        }
    }

    /** What is recorded of the item does not count any more; no record says so yet. */
    public synchronized void retract(ItemId id) {
        long place = placeOf(id);
        if (place >= 0) {
            retract(id.hash(), place);
        }
    }

    /** A RETRY at {@code place} is the newest record of the item: what was recorded before does not count any more. */
    public synchronized void retract(ItemId.Hash id, long place) {
        put(id.low(), id.high(), place);
    }

    /** Where the item's newest record lies, or -1 if there is none that counts. */
    public long placeOf(ItemId id) {
        return placeOf(id.hash().low(), id.hash().high());
    }

    /** As {@link #placeOf(ItemId)}, by the hash of its id. */
    synchronized long placeOf(long low, long high) {
        settle();
        long value = values.get(low, high);
        return value >= 0 && value >>> RecordAddresses.BITS != RETRACTED ? place(value) : -1;
    }

    /** Where the id's newest record lies, whether it counts or says that none counts; -1 if there is none. */
    synchronized long lastPlaceOf(long low, long high) {
        settle();
        long value = values.get(low, high);
        return value >= 0 ? place(value) : -1;
    }

    private static long place(long value) {
        return value & ((1L << RecordAddresses.BITS) - 1);
    }

    /** How many items have a record that counts. */
    public synchronized long size() {
        settle();
        long size = 0;
        for (int status = RETRACTED + 1; status < counts.length; status++) {
            size += counts[status];
        }
        return size;
    }

    synchronized long count(int statusCode) {
        settle();
        return counts[statusCode];
    }

    private void settle() {
        values.warm(waitingLow, waitingHigh, waiting);
        for (int i = 0; i < waiting; i++) {
            long before = values.put(waitingLow[i], waitingHigh[i], waitingValues[i]);
            if (before >= 0) {
                counts[(int) (before >>> RecordAddresses.BITS)]--;
            }
            counts[(int) (waitingValues[i] >>> RecordAddresses.BITS)]++;
        }
        waiting = 0;
    }
}
