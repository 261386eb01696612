package io.millrace.stage.decode;

import java.util.Arrays;

/** The times of a stream's frames in presentation order, in ticks of its time base. */
final class FrameTimes {

    private final double tickS;
    private long[] ticks = new long[256];
    private int count;

    /** @param tickS seconds of one tick */
    FrameTimes(double tickS) {
        this.tickS = tickS;
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

    double tickS() {
        return tickS;
    }

    /** As the container says, in seconds. */
    double seconds(int index) {
        return ticks[index] * tickS;
    }

    double sinceFirst(int index) {
        return (ticks[index] - ticks[0]) * tickS;
    }

    /** Puts times that came in decoding order into presentation order. */
    FrameTimes sorted() {
        Arrays.sort(ticks, 0, count);
        return this;
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
