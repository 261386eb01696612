package io.millrace.media.video;

import java.util.Arrays;

/** The times of a stream's frames in presentation order, in ticks of its time base. */
final class FrameTimes {

    private final int tickNumerator;
    private final int tickDenominator;
    private long[] ticks = new long[256];
    private int count;

    /** One tick lasts {@code tickNumerator / tickDenominator} seconds. */
    FrameTimes(int tickNumerator, int tickDenominator) {
        this.tickNumerator = tickNumerator;
        this.tickDenominator = tickDenominator;
    }

    void add(long tick) {
        if (count == ticks.length) {
            ticks = Arrays.copyOf(ticks, count * 2);
        }
        ticks[count++] = tick;
    }

    int count() {
        return count;
    }

    /** As the container says, in seconds. */
    double at(int index) {
        return seconds(ticks[index]);
    }

    double sinceFirst(int index) {
        return seconds(ticks[index] - ticks[0]);
    }

    /** One rounding, so that 69 ticks of a 25th are 2.76 s and not 2.7600000000000002. */
    double seconds(long duration) {
        return (double) (duration * tickNumerator) / tickDenominator;
    }

    /** Puts times that came in decoding order into presentation order. */
    FrameTimes sorted() {
        Arrays.sort(ticks, 0, count);
        return this;
    }

    /** The frame at {@code tick} among sorted ones; negative if there is none. */
    int indexOf(long tick) {
        return Arrays.binarySearch(ticks, 0, count, tick);
    }

    /** The first frame at or after {@code seconds} since the first frame; {@code count()} if there is none. */
    int firstAtOrAfter(double seconds) {
        int index = 0;
        while (index < count && sinceFirst(index) < seconds) {
            index++;
        }
        return index;
    }
}
