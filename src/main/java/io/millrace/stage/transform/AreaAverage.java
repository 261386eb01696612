package io.millrace.stage.transform;

import java.nio.ByteBuffer;

/**
 * Makes 8-bit RGB smaller: each pixel of the result is the mean of what it covers, pixels at its border counting with the part
 * of them that it covers. In integers throughout and rounded half up, so the result is the exact mean and the same on every
 * machine; OpenCV's INTER_AREA, which sums in float, is at most one off. One thread's; it works in a few rows of the source.
 *
 * <p>Rows first: most of a photo's rows are in one row of the result only, and those are summed eight columns at a time.
 */
final class AreaAverage {

    private final ColumnSums whole = new ColumnSums();
    private byte[] border = {};
    private int[] columns = {};

    /** One side: {@code in} pixels become {@code out}. Each of the result covers {@code in} parts, {@code out} to a pixel. */
    private record Axis(int in, int out) {

        /** The first pixel of which pixel {@code at} of the result covers all. */
        int firstWhole(int at) {
            return (int) (((long) at * in + out - 1) / out);
        }

        /** The one behind the last of which it covers all. */
        int endWhole(int at) {
            return (int) ((at + 1L) * in / out);
        }

        /** How many parts it covers of the pixel before the first whole one. */
        int partBefore(int at) {
            return (int) ((long) firstWhole(at) * out - (long) at * in);
        }

        /** How many parts it covers of the pixel behind the last whole one. */
        int partBehind(int at) {
            return (int) ((at + 1L) * in - (long) endWhole(at) * out);
        }
    }

    /** Whether it can: no side becomes longer. */
    static boolean shrinks(int inWidth, int inHeight, int width, int height) {
        return width <= inWidth && height <= inHeight;
    }

    /**
     * @param from read from place 0, rows packed
     * @param to written from place 0
     * @param toStride bytes from one of its rows to the next
     */
    void shrink(ByteBuffer from, int inWidth, int inHeight, ByteBuffer to, int width, int height, int toStride) {
        Axis across = new Axis(inWidth, width);
        Axis down = new Axis(inHeight, height);
        long parts = (long) inWidth * inHeight;
        prepare(3 * inWidth);
        for (int y = 0; y < height; y++) {
            sumRows(from, down, y);
            for (int x = 0; x < width; x++) {
                for (int colour = 0; colour < 3; colour++) {
                    to.put(y * toStride + 3 * x + colour, (byte) ((sum(across, x, colour) + parts / 2) / parts));
                }
            }
        }
    }

    private void prepare(int bytes) {
        whole.width(bytes);
        if (columns.length != bytes) {
            columns = new int[bytes];
            border = new byte[bytes];
        }
    }

    /** What row {@code y} of the result covers of each column: at most 255 times the source's rows. */
    private void sumRows(ByteBuffer from, Axis down, int y) {
        int first = down.firstWhole(y);
        int end = down.endWhole(y);
        int[] sums = whole.of(from, first, end);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = down.out() * sums[i];
        }
        addBorder(from, first - 1, down.partBefore(y));
        addBorder(from, end, down.partBehind(y));
    }

    private void addBorder(ByteBuffer from, int row, int parts) {
        if (parts == 0) {
            return;
        }
        from.get(row * border.length, border);
        for (int i = 0; i < columns.length; i++) {
            columns[i] += parts * (border[i] & 0xff);
        }
    }

    private long sum(Axis across, int x, int colour) {
        int first = 3 * across.firstWhole(x) + colour;
        int end = 3 * across.endWhole(x) + colour;
        long inner = 0;
        for (int i = first; i < end; i += 3) {
            inner += columns[i];
        }
        return across.out() * inner + part(across.partBefore(x), first - 3) + part(across.partBehind(x), end);
    }

    private long part(int parts, int column) {
        return parts == 0 ? 0 : (long) parts * columns[column];
    }
}
