package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import java.util.Arrays;

/**
 * Numbers of up to 44 bits by 128-bit ids: about 21 bytes an id when there are many. Of an id 96 bits are kept, 12 of
 * them by the segment it lies in: two of 100 million ids meet with a probability below 1e-12. Each segment is an
 * open-addressing table of its own and grows alone, so that growing needs next to no room beside what is there. Not
 * safe for several threads.
 *
 * <p>A segment is filled from the front in the order of its ids (ordered linear probing: Amble and Knuth, "Ordered hash
 * tables", 1974): a search ends where a greater id stands, also one for an id that is not there, and growing copies
 * from front to back without searching.
 */
public final class IdMap {

    public static final int VALUE_BITS = 44;

    private static final int SEGMENT_BITS = 12;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    private static final int FIRST_SLOTS = 8;

    /** Up to here a segment doubles; beyond, memory counts for more than copying. */
    private static final int MANY_SLOTS = 1024;

    /** Slots behind those where an id may belong, one for so many: what the last ones have no room for goes there. */
    private static final int SLOTS_PER_SPARE = 32;

    /** Of each segment, two numbers a slot: bits of the id, more of them above the value + 1; a free slot is 0, 0. */
    private final long[][] segments = new long[1 << SEGMENT_BITS][];

    private final int[] sizes = new int[1 << SEGMENT_BITS];

    /** In how many slots of each segment an id may belong. */
    private final int[] homes = new int[1 << SEGMENT_BITS];

    /** Read by nobody: without it the compiler would leave out the reads of {@link #warm}. */
    @SuppressWarnings("UnusedVariable")
    private long warmed;

    /** The value of an item's id, or -1. */
    public long get(ItemId id) {
        return get(id.hash().low(), id.hash().high());
    }

    /** Gives an item's id a value; returns the one it had before, or -1. */
    public long put(ItemId id, long value) {
        return put(id.hash().low(), id.hash().high(), value);
    }

    /** The value of an id, or -1. */
    public long get(long low, long high) {
        int segment = segment(low);
        long[] slots = segments[segment];
        if (slots == null) {
            return -1;
        }
        long first = first(low, high);
        long second = second(high);
        int at = slotOf(slots, homes[segment], first, second);
        return holds(slots, at, first, second) ? (slots[at + 1] & VALUE_MASK) - 1 : -1;
    }

    /** Gives an id a value; returns the one it had before, or -1. */
    public long put(long low, long high, long value) {
        assert value >= 0 && value < VALUE_MASK : "a value of more than 44 bits";
        int segment = segment(low);
        long first = first(low, high);
        long second = second(high);
        long[] slots = withRoom(segment);
        int at = slotOf(slots, homes[segment], first, second);
        if (holds(slots, at, first, second)) {
            long before = (slots[at + 1] & VALUE_MASK) - 1;
            slots[at + 1] = second | (value + 1);
            return before;
        }
        slots = withFree(segment, slots, at);
        slots[at] = first;
        slots[at + 1] = second | (value + 1);
        sizes[segment]++;
        return -1;
    }

    /** Fetches what the first {@code count} ids will need from memory, all at the same time. */
    public void warm(long[] lows, long[] highs, int count) {
        long seen = 0;
        for (int i = 0; i < count; i++) {
            int segment = segment(lows[i]);
            long[] slots = segments[segment];
            seen |= slots == null ? 0 : slots[home(homes[segment], first(lows[i], highs[i]))];
        }
        warmed = seen;
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

    /** Where the slot begins in which an id belongs; the greater the id, the greater. */
    private static int home(int homes, long first) {
        return (int) (((first >>> Integer.SIZE) * homes) >>> Integer.SIZE) * 2;
    }

    /** Where the id's slot begins, or the one that is to be its: free, a greater one's, or behind the last. */
    private static int slotOf(long[] slots, int homes, long first, long second) {
        int at = home(homes, first);
        while (at < slots.length && slots[at + 1] != 0 && isLess(slots, at, first, second)) {
            at += 2;
        }
        return at;
    }

    private static boolean isLess(long[] slots, int at, long first, long second) {
        int order = Long.compareUnsigned(slots[at], first);
        return order < 0 || (order == 0 && Long.compareUnsigned(slots[at + 1] & ~VALUE_MASK, second) < 0);
    }

    private static boolean holds(long[] slots, int at, long first, long second) {
        return at < slots.length && slots[at] == first && slots[at + 1] != 0 && (slots[at + 1] & ~VALUE_MASK) == second;
    }

    private long[] withRoom(int segment) {
        long[] slots = segments[segment];
        if (slots == null) {
            slots = new long[2 * FIRST_SLOTS];
            homes[segment] = FIRST_SLOTS - 1;
            segments[segment] = slots;
        } else if (sizes[segment] >= homes[segment] / 5 * 4) {
            slots = grown(segment, slots);
            segments[segment] = slots;
        }
        return slots;
    }

    /** Frees the slot at {@code at}: whatever stands there up to the next free one moves on. */
    private long[] withFree(int segment, long[] slots, int at) {
        int free = at;
        while (free < slots.length && slots[free + 1] != 0) {
            free += 2;
        }
        long[] wide = slots;
        if (free == slots.length) {
            wide = Arrays.copyOf(slots, free + 2 * spare(free / 2));
            segments[segment] = wide;
        }
        System.arraycopy(wide, at, wide, at + 2, free - at);
        return wide;
    }

    private long[] grown(int segment, long[] slots) {
        int count = homes[segment];
        int more = count < MANY_SLOTS ? 2 * count : count + count / 8;
        homes[segment] = more;
        long[] copy = new long[2 * (more + spare(more))];
        int to = 0;
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at + 1] != 0) {
                to = Math.max(to, home(more, slots[at]));
                copy = to < copy.length ? copy : Arrays.copyOf(copy, to + 2 * spare(more));
                copy[to] = slots[at];
                copy[to + 1] = slots[at + 1];
                to += 2;
            }
        }
        return copy;
    }

    private static int spare(int slots) {
        return slots / SLOTS_PER_SPARE + 1;
    }
}
