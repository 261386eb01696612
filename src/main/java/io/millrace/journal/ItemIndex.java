package io.millrace.journal;

/**
 * Where the newest record of each id lies and what its status is, in an {@link IdMap}. What is put waits until a batch is
 * together or somebody asks: an id's place in a large table is a wait for memory, and a batch waits once for all of its own.
 * Safe for any threads.
 */
final class ItemIndex {

    private static final int STATUS_BITS = IdMap.VALUE_BITS - Places.BITS;
    private static final int BATCH = 64;

    private final IdMap values = new IdMap();
    private final long[] counts = new long[1 << STATUS_BITS];

    private final long[] waitingLow = new long[BATCH];
    private final long[] waitingHigh = new long[BATCH];
    private final long[] waitingValues = new long[BATCH];
    private int waiting;

    /** {@code record} is the newest of its id from now on and lies at {@code place}. */
    synchronized void put(RecordView record, long place) {
        int status = record.statusCode() & (counts.length - 1);
        waitingLow[waiting] = record.hashLow();
        waitingHigh[waiting] = record.hashHigh();
        waitingValues[waiting] = ((long) status << Places.BITS) | place;
        waiting++;
        if (waiting == BATCH) {
            settle();
        }
    }

    /** Where the id's newest record lies, or -1. */
    synchronized long placeOf(long low, long high) {
        settle();
        long value = values.get(low, high);
        return value < 0 ? -1 : value & ((1L << Places.BITS) - 1);
    }

    /** How many items there are. */
    synchronized long size() {
        settle();
        long size = 0;
        for (long count : counts) {
            size += count;
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
                counts[(int) (before >>> Places.BITS)]--;
            }
            counts[(int) (waitingValues[i] >>> Places.BITS)]++;
        }
        waiting = 0;
    }
}
