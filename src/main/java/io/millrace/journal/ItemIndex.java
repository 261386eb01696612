package io.millrace.journal;

/** Where the newest record of each id lies and what its status is, in an {@link IdMap}. Safe for any threads. */
final class ItemIndex {

    private static final int STATUS_BITS = IdMap.VALUE_BITS - Places.BITS;

    private final IdMap values = new IdMap();
    private final long[] counts = new long[1 << STATUS_BITS];

    /** {@code record} is the newest of its id from now on and lies at {@code place}. */
    synchronized void put(RecordView record, long place) {
        int status = record.statusCode() & (counts.length - 1);
        long before = values.put(record.hashLow(), record.hashHigh(), ((long) status << Places.BITS) | place);
        if (before >= 0) {
            counts[(int) (before >>> Places.BITS)]--;
        }
        counts[status]++;
    }

    /** Where the id's newest record lies, or -1. */
    synchronized long placeOf(long low, long high) {
        long value = values.get(low, high);
        return value < 0 ? -1 : value & ((1L << Places.BITS) - 1);
    }

    /** How many items there are. */
    synchronized long size() {
        long size = 0;
        for (long count : counts) {
            size += count;
        }
        return size;
    }

    synchronized long count(int statusCode) {
        return counts[statusCode];
    }
}
