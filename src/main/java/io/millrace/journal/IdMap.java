package io.millrace.journal;

/**
 * Numbers of up to 44 bits by 128-bit ids: 18 to 21 bytes an id when there are many. Of an id 96 bits are kept, 12 of them by
 * the segment it lies in: two of 100 million ids meet with a probability below 1e-12. Each segment is an open-addressing
 * table of its own and grows alone, so that growing needs next to no room beside what is there. Not safe for several
 * threads.
 */
final class IdMap {

    static final int VALUE_BITS = 44;

    private static final int SEGMENT_BITS = 12;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    private static final int FIRST_SLOTS = 8;

    /** Up to here a segment doubles; beyond, memory counts for more than copying. */
    private static final int MANY_SLOTS = 1024;

    /** Of each segment, two numbers a slot: bits of the id, more of them above the value + 1; a free slot is 0, 0. */
    private final long[][] segments = new long[1 << SEGMENT_BITS][];

    private final int[] sizes = new int[1 << SEGMENT_BITS];

    /** The value of an id, or -1. */
    long get(long low, long high) {
        long[] slots = segments[segment(low)];
        return slots == null ? -1 : (slots[slotOf(slots, first(low, high), second(high)) + 1] & VALUE_MASK) - 1;
    }

    /** Gives an id a value; returns the one it had before, or -1. */
    long put(long low, long high, long value) {
        assert value >= 0 && value < VALUE_MASK : "a value of more than 44 bits";
        int segment = segment(low);
        long[] slots = withRoom(segment);
        long first = first(low, high);
        long second = second(high);
        int at = slotOf(slots, first, second);
        long before = (slots[at + 1] & VALUE_MASK) - 1;
        sizes[segment] += before < 0 ? 1 : 0;
        slots[at] = first;
        slots[at + 1] = second | (value + 1);
        return before;
    }

    private static int segment(long low) {
        return (int) (low >>> (Long.SIZE - SEGMENT_BITS));
    }

    /** The bits of {@code low} that the segment does not tell, and some of {@code high}. */
    private static long first(long low, long high) {
        return (low << SEGMENT_BITS) | (high >>> (Long.SIZE - SEGMENT_BITS));
    }

    /** The bits of {@code high} that come after, above where the value stands. */
    private static long second(long high) {
        return (high << SEGMENT_BITS) >>> VALUE_BITS << VALUE_BITS;
    }

    /** Where the id's slot begins, or the free one where it belongs. */
    private static int slotOf(long[] slots, long first, long second) {
        int count = slots.length / 2;
        int at = (int) (((first >>> Integer.SIZE) * count) >>> Integer.SIZE) * 2;
        while (slots[at + 1] != 0 && !(slots[at] == first && (slots[at + 1] & ~VALUE_MASK) == second)) {
            at = at + 2 == slots.length ? 0 : at + 2;
        }
        return at;
    }

    private long[] withRoom(int segment) {
        long[] slots = segments[segment];
        if (slots == null) {
            slots = new long[2 * FIRST_SLOTS];
            segments[segment] = slots;
        } else if (sizes[segment] >= slots.length / 2 / 8 * 7) {
            slots = grown(slots);
            segments[segment] = slots;
        }
        return slots;
    }

    private static long[] grown(long[] slots) {
        int count = slots.length / 2;
        long[] more = new long[2 * (count < MANY_SLOTS ? 2 * count : count + count / 8)];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at + 1] != 0) {
                int to = slotOf(more, slots[at], slots[at + 1] & ~VALUE_MASK);
                more[to] = slots[at];
                more[to + 1] = slots[at + 1];
            }
        }
        return more;
    }
}
