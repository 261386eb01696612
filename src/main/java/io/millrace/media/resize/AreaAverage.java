package io.millrace.media.resize;

import java.nio.ByteBuffer;

/**
 * Makes 8-bit RGB smaller: each pixel of the result is the mean of what it covers, pixels at its border counting with
 * the part of them that it covers. In integers throughout and rounded half up, so the result is the exact mean and the
 * same on every machine; OpenCV's INTER_AREA, which sums in float, is at most one off. One thread's; it works in a few
 * rows of the source.
 *
 * <p>Rows first: most of a photo's rows are in one row of the result only, and those are summed eight columns at a
 * time. Then the sums of everything left of a place, for each border between two pixels of the result: a pixel is the
 * difference of two.
 */
final class AreaAverage {

    private final ColumnSums whole = new ColumnSums();
    private byte[] border = {};

    /** A pixel more than a row of the source has, which stays black. */
    private int[] columns = {};

    /** Of {@link #columns}, for each those of its colour that are left of it. */
    private long[] left = {};

    private byte[] line = {};

    /**
     * One side: {@code in} pixels become {@code out}. Each of the result covers {@code in} parts, {@code out} to a
     * pixel.
     */
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
        prepare(3 * inWidth, 3 * width);
        for (int y = 0; y < height; y++) {
            sumRows(from, down, y);
            sumColumns();
            fillLine(across, (long) inWidth * inHeight);
            to.put(y * toStride, line);
        }
    }

    private void prepare(int bytes, int lineBytes) {
        whole.width(bytes);
        if (border.length != bytes) {
            border = new byte[bytes];
            columns = new int[bytes + 3];
            left = new long[bytes + 3];
        }
        if (line.length != lineBytes) {
            line = new byte[lineBytes];
        }
    }

    /** What row {@code y} of the result covers of each column: at most 255 times the source's rows. */
    private void sumRows(ByteBuffer from, Axis down, int y) {
        int first = down.firstWhole(y);
        int end = down.endWhole(y);
        int[] sums = whole.of(from, first, end);
        for (int i = 0; i < border.length; i++) {
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
        for (int i = 0; i < border.length; i++) {
            columns[i] += parts * (border[i] & 0xff);
        }
    }

    private void sumColumns() {
        for (int i = 0; i < border.length; i++) {
            left[i + 3] = left[i] + columns[i];
        }
    }

    private void fillLine(Axis across, long parts) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int x = 0; x < across.out(); x++) {
            int column = 3 * across.endWhole(x);
            long part = across.partBehind(x);
            long toRed = across.out() * left[column] + part * columns[column];
            long toGreen = across.out() * left[column + 1] + part * columns[column + 1];
            long toBlue = across.out() * left[column + 2] + part * columns[column + 2];
            line[3 * x] = (byte) mean(toRed - red, parts);
            line[3 * x + 1] = (byte) mean(toGreen - green, parts);
            line[3 * x + 2] = (byte) mean(toBlue - blue, parts);
            red = toRed;
            green = toGreen;
            blue = toBlue;
        }
    }

    /**
     * Rounded half up. A long division would be most of what it costs to shrink a small picture. That of doubles is as
     * exact: both numbers fit, and below a whole quotient of at most 256 there is no other closer than 1 / parts, which
     * is far more than a double's rounding.
     *
     * @param sum of {@code parts} bytes, fewer than 2^31
     */
    static int mean(long sum, long parts) {
        return (int) ((double) (sum + parts / 2) / parts);
    }
}
