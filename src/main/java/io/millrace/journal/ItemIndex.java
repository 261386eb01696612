package io.millrace.journal;

import java.util.Arrays;

/** Where the newest record of each id lies: 9 bytes an item beside its {@link IdTable}. Safe for any threads. */
final class ItemIndex {

    private static final int OFFSET_BITS = 40;
    private static final int STATUS_CODES = 5;

    private final IdTable ids = new IdTable();
    private final long[] counts = new long[STATUS_CODES];

    private long[][] places = new long[4][];
    private byte[][] statusCodes = new byte[4][];

    /** A record's generation and offset in one number. */
    static long place(int generation, long offset) {
        assert offset >> OFFSET_BITS == 0 && generation < 1 << 23 : "a record beyond 1 TiB or generation 8,388,607";
        return ((long) generation << OFFSET_BITS) | offset;
    }

    static int generation(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offset(long place) {
        return place & ((1L << OFFSET_BITS) - 1);
    }

    /** {@code record} is the newest of its id from now on and lies at {@code place}. */
    synchronized void put(RecordView record, long place) {
        long low = record.hashLow();
        long high = record.hashHigh();
        int number = ids.find(low, high);
        if (number < 0) {
            number = ids.add(low, high);
            makeRoom(number);
        } else {
            counts[statusCodes[number >> IdTable.CHUNK_BITS][number & (IdTable.CHUNK - 1)]]--;
        }
        counts[record.statusCode()]++;
        places[number >> IdTable.CHUNK_BITS][number & (IdTable.CHUNK - 1)] = place;
        statusCodes[number >> IdTable.CHUNK_BITS][number & (IdTable.CHUNK - 1)] = (byte) record.statusCode();
    }

    /** Where the id's newest record lies, or -1. */
    synchronized long placeOf(long low, long high) {
        int number = ids.find(low, high);
        return number < 0 ? -1 : places[number >> IdTable.CHUNK_BITS][number & (IdTable.CHUNK - 1)];
    }

    synchronized long count(int statusCode) {
        return counts[statusCode];
    }

    private void makeRoom(int number) {
        int chunk = number >> IdTable.CHUNK_BITS;
        if (chunk == places.length) {
            places = Arrays.copyOf(places, chunk * 2);
            statusCodes = Arrays.copyOf(statusCodes, chunk * 2);
        }
        if (places[chunk] == null) {
            places[chunk] = new long[IdTable.CHUNK];
            statusCodes[chunk] = new byte[IdTable.CHUNK];
        }
    }
}
