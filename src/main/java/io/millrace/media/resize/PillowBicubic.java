package io.millrace.media.resize;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pillow's bicubic resampling of 8-bit RGB, bit for bit (Resample.c): columns first, then rows, 8 bits in between,
 * weights in fixed point. Computes only the part of the result that is asked for, and needs memory for that part and
 * the weights, whatever the picture's size. One thread's.
 */
final class PillowBicubic {

    /** {@code 32 - 8 - 2}: a byte times a weight, and room for the overshoot. */
    private static final int PRECISION_BITS = 22;

    private static final int HALF = 1 << (PRECISION_BITS - 1);
    private static final double A = -0.5;
    private static final double SUPPORT = 2;

    private final Axis columns;
    private final Axis rows;
    private final byte[] source;
    private final byte[] row;
    private final int[] sums;

    /** Of {@code columns.count} by {@code rows.count} pixels. */
    PillowBicubic(Axis columns, Axis rows) {
        this.columns = columns;
        this.rows = rows;
        source = new byte[3 * (columns.end() - columns.begin())];
        row = new byte[3 * columns.count()];
        sums = new int[row.length * rows.count()];
    }

    /** Whether it makes {@code width} x {@code height} pixels of pictures of such a size. */
    boolean isFor(int inWidth, int inHeight, int width, int height) {
        return columns.in == inWidth && rows.in == inHeight && columns.count() == width && rows.count() == height;
    }

    /**
     * Resamples. Each row of the source is added to the rows of the result that it is part of, so that none is kept:
     * sums of integers do not depend on the order.
     */
    void resample(ByteBuffer from, int fromStride, ByteBuffer to, int toStride) {
        Arrays.fill(sums, HALF);
        for (int y = rows.begin(), first = 0; y < rows.end(); y++) {
            from.get(y * fromStride + 3 * columns.begin(), source);
            squeeze();
            while (rows.first[first] + rows.weights[first].length <= y) {
                first++;
            }
            for (int out = first; out < rows.count() && rows.first[out] <= y; out++) {
                add(rows.weights[out][y - rows.first[out]], out * row.length);
            }
        }
        for (int out = 0; out < rows.count(); out++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = clip(sums[out * row.length + i]);
            }
            to.put(out * toStride, row);
        }
    }

    private void squeeze() {
        for (int x = 0; x < columns.count(); x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int at = 3 * (columns.first[x] - columns.begin());
            for (int weight : columns.weights[x]) {
                red += weight * (source[at] & 0xff);
                green += weight * (source[at + 1] & 0xff);
                blue += weight * (source[at + 2] & 0xff);
                at += 3;
            }
            row[3 * x] = clip(red);
            row[3 * x + 1] = clip(green);
            row[3 * x + 2] = clip(blue);
        }
    }

    private void add(int weight, int at) {
        for (int i = 0; i < row.length; i++) {
            sums[at + i] += weight * (row[i] & 0xff);
        }
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /**
     * The weights of one direction: output pixel {@code i} is made of the {@code weights[i].length} pixels from
     * {@code first[i]} on.
     */
    static final class Axis {

        private final int in;
        private final int[] first;
        private final int[][] weights;

        /**
         * @param in pixels there are
         * @param out pixels that they would all become
         * @param from the first of these that is wanted
         * @param count how many are
         */
        Axis(int in, long out, long from, int count) {
            this.in = in;
            first = new int[count];
            weights = new int[count][];
            double scale = (double) in / out;
            double stretch = Math.max(scale, 1);
            for (int i = 0; i < count; i++) {
                double centre = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - SUPPORT * stretch + 0.5));
                int end = Math.min(in, (int) (centre + SUPPORT * stretch + 0.5));
                weights[i] = weights(first[i], end, centre, 1 / stretch);
            }
        }

        int count() {
            return first.length;
        }

        /** The first pixel that is needed. */
        int begin() {
            return first[0];
        }

        /** Behind the last pixel that is needed. */
        int end() {
            return first[count() - 1] + weights[count() - 1].length;
        }

        private static int[] weights(int first, int end, double centre, double shrink) {
            double[] shares = new double[end - first];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                shares[i] = kernel((i + first - centre + 0.5) * shrink);
                sum += shares[i];
            }
            int[] weights = new int[shares.length];
            for (int i = 0; i < weights.length; i++) {
                double share = sum == 0 ? shares[i] : shares[i] / sum;
                weights[i] = (int) ((share < 0 ? -0.5 : 0.5) + share * (1 << PRECISION_BITS));
            }
            return weights;
        }

        private static double kernel(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    }
}
