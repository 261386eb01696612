package io.millrace.journal;

import java.util.Arrays;

/**
 * Numbers 128-bit ids from 0 on in the order they are added: dense pairs of longs in chunks, found through an
 * open-addressing table of numbers. 22 to 27 bytes an id, and nothing is copied when it grows but the table. Not safe for
 * several threads.
 */
final class IdTable {

    static final int CHUNK_BITS = 14;
    static final int CHUNK = 1 << CHUNK_BITS;

    private static final int FIRST_SLOTS = 1 << 10;

    private long[][] pairs = new long[4][];
    private int[] slots = new int[FIRST_SLOTS];
    private int size;

    int size() {
        return size;
    }

    /** The id's number, or -1. */
    int find(long low, long high) {
        int slot = slots[slotOf(low, high)];
        return slot - 1;
    }

    /** The number of an id that is not in the table yet. */
    int add(long low, long high) {
        if (size >= slots.length / 4 * 3) {
            grow();
        }
        assert find(low, high) < 0 : "an id was added twice";
        slots[slotOf(low, high)] = size + 1;
        store(low, high);
        return size++;
    }

    /** The slot that holds the id, or the free one where it belongs. */
    private int slotOf(long low, long high) {
        int mask = slots.length - 1;
        int at = (int) low & mask;
        while (slots[at] != 0 && !is(slots[at] - 1, low, high)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private boolean is(int number, long low, long high) {
        long[] chunk = pairs[number >> CHUNK_BITS];
        int at = (number & (CHUNK - 1)) * 2;
        return chunk[at] == low && chunk[at + 1] == high;
    }

    private void store(long low, long high) {
        int chunk = size >> CHUNK_BITS;
        if (chunk == pairs.length) {
            pairs = Arrays.copyOf(pairs, chunk * 2);
        }
        if (pairs[chunk] == null) {
            pairs[chunk] = new long[CHUNK * 2];
        }
        int at = (size & (CHUNK - 1)) * 2;
        pairs[chunk][at] = low;
        pairs[chunk][at + 1] = high;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            long[] chunk = pairs[number >> CHUNK_BITS];
            int at = (number & (CHUNK - 1)) * 2;
            slots[slotOf(chunk[at], chunk[at + 1])] = number + 1;
        }
    }
}
