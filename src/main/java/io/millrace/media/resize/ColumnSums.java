package io.millrace.media.resize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How much the bytes of each column of some rows are together. Eight columns are added at a time: the bytes at even and
 * at odd places of a long, each with 16 bits to grow into. One thread's.
 */
public final class ColumnSums {

    private static final long EVEN = 0x00ff00ff00ff00ffL;
    private static final int LANES = Long.BYTES / 2;
    private static final int LANE_BITS = 16;

    /** As many bytes as fit into a lane. */
    private static final int MOST_ROWS = 0xffff / 0xff;

    private int bytes;
    private int[] columns = {};
    private long[] even = {};
    private long[] odd = {};
    private long[] row = {};

    /** @param bytesPerRow of the rows that follow */
    public void width(int bytesPerRow) {
        bytes = bytesPerRow;
        if (columns.length < bytes) {
            columns = new int[bytes];
            even = new long[bytes / Long.BYTES];
            odd = new long[bytes / Long.BYTES];
            row = new long[bytes / Long.BYTES];
        }
    }

    /**
     * Of the rows from {@code top} up to {@code bottom}: fewer than 2^23, or an int does not hold them.
     *
     * @param packed read from place 0, its position does not matter
     * @return valid until the next call
     */
    public int[] of(ByteBuffer packed, int top, int bottom) {
        ByteBuffer rows = packed.duplicate();
        Arrays.fill(columns, 0, bytes, 0);
        for (int y = top; y < bottom; y += MOST_ROWS) {
            int end = Math.min(bottom, y + MOST_ROWS);
            for (int at = y; at < end; at++) {
                add(rows, at * bytes);
            }
            spread();
        }
        return columns;
    }

    private void add(ByteBuffer rows, int begin) {
        int words = bytes / Long.BYTES;
        rows.position(begin);
        rows.slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(row, 0, words);
        add(even, odd, row, words);
        for (int i = words * Long.BYTES; i < bytes; i++) {
            columns[i] += rows.get(begin + i) & 0xff;
        }
    }

    /** Loops over arrays of one type, each with one target: these the compiler turns into vector instructions. */
    private static void add(long[] even, long[] odd, long[] row, int words) {
        for (int i = 0; i < words; i++) {
            even[i] += row[i] & EVEN;
        }
        for (int i = 0; i < words; i++) {
            odd[i] += (row[i] >>> Byte.SIZE) & EVEN;
        }
    }

    private void spread() {
        for (int i = 0; i < bytes / Long.BYTES; i++) {
            for (int lane = 0; lane < LANES; lane++) {
                columns[i * Long.BYTES + 2 * lane] += (int) (even[i] >>> (lane * LANE_BITS)) & 0xffff;
                columns[i * Long.BYTES + 2 * lane + 1] += (int) (odd[i] >>> (lane * LANE_BITS)) & 0xffff;
            }
            even[i] = 0;
            odd[i] = 0;
        }
    }
}
