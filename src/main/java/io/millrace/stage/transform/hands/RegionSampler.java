package io.millrace.stage.transform.hands;

import io.millrace.media.Picture;
import io.millrace.media.hands.Point;
import io.millrace.media.hands.Region;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Brings regions of a picture to a size, bilinear. Pixel i of n is what lies at the fraction i/n of the region, as an index into
 * the picture: without the half pixel that resizing usually shifts by. The models were trained so, and their answers are
 * fractions of the same kind.
 *
 * <p>Not OpenCV's warp: that rounds places to a 32nd of a pixel, which is a level too much for the crops it is measured by, and
 * takes no picture of a side beyond 32,767. One thread's.
 */
final class RegionSampler {

    private static final int COLOURS = 3;

    /** Weights are whole numbers of so many bits, so that every machine rounds alike. */
    private static final int BITS = 11;

    private static final int ONE = 1 << BITS;
    private static final int HALF = 1 << (2 * BITS - 1);

    private static final int BYTE = 0xff;
    private static final int BLUE = 0xff0000;
    private static final int GREEN_AT = 8;
    private static final int BLUE_AT = 16;

    /** In a long, red is below and blue is here: both have room to be weighed, and one multiplication does it. */
    private static final int UPPER = 32;

    private static final long TWO_HALVES = ((long) HALF << UPPER) + HALF;

    enum Border {
        /** What lies outside the picture is black. */
        BLACK,
        /** The picture's outermost pixels go on. */
        EDGE
    }

    private final Border border;
    private final Axis across = new Axis();
    private final Axis down = new Axis();
    private byte[] row = new byte[0];

    RegionSampler(Border border) {
        this.border = border;
    }

    /** @param into {@code [height, width, 3]} */
    void sample(Picture picture, Region region, ByteBuffer into, int width, int height) {
        ByteBuffer from = picture.pixels().buffer();
        Point corner = region.at(0, 0);
        Point right = region.at(1, 0);
        Point bottom = region.at(0, 1);
        row = row.length == COLOURS * width ? row : new byte[COLOURS * width];
        across.lie(right.x() - corner.x(), width, picture.width(), COLOURS);
        down.lie(right.y() - corner.y(), width, picture.height(), COLOURS * picture.width());
        for (int y = 0; y < height; y++) {
            double v = (double) y / height;
            across.begin(corner.x() + v * (bottom.x() - corner.x()), border);
            down.begin(corner.y() + v * (bottom.y() - corner.y()), border);
            mix(from, width);
            into.put(COLOURS * width * y, row);
        }
    }

    /** A row: of each place the four pixels around it. */
    private void mix(ByteBuffer from, int width) {
        int last = from.limit() - Integer.BYTES;
        for (int x = 0; x < width; x++) {
            int upperLeft = rgb(from, down.first[x] + across.first[x], last);
            int upperRight = rgb(from, down.first[x] + across.second[x], last);
            int lowerLeft = rgb(from, down.second[x] + across.first[x], last);
            int lowerRight = rgb(from, down.second[x] + across.second[x], last);
            long redAndBlue = TWO_HALVES
                    + weighed(
                            x,
                            redAndBlue(upperLeft),
                            redAndBlue(upperRight),
                            redAndBlue(lowerLeft),
                            redAndBlue(lowerRight));
            long green = HALF + weighed(x, green(upperLeft), green(upperRight), green(lowerLeft), green(lowerRight));
            row[COLOURS * x] = (byte) ((int) redAndBlue >> (2 * BITS));
            row[COLOURS * x + 1] = (byte) (green >> (2 * BITS));
            row[COLOURS * x + 2] = (byte) (redAndBlue >> (2 * BITS + UPPER));
        }
    }

    private long weighed(int x, long upperLeft, long upperRight, long lowerLeft, long lowerRight) {
        long upper = down.firstWeight[x];
        long lower = down.secondWeight[x];
        long left = across.firstWeight[x];
        long right = across.secondWeight[x];
        return upperLeft * (upper * left)
                + upperRight * (upper * right)
                + lowerLeft * (lower * left)
                + lowerRight * (lower * right);
    }

    /** Red lowest; above blue is whatever comes next in the picture, which has no next where it ends. */
    private static int rgb(ByteBuffer from, int at, int last) {
        return at <= last
                ? from.getInt(at)
                : (from.get(at) & BYTE)
                        + ((from.get(at + 1) & BYTE) << GREEN_AT)
                        + ((from.get(at + 2) & BYTE) << BLUE_AT);
    }

    private static long redAndBlue(int rgb) {
        return (rgb & BYTE) + ((long) (rgb & BLUE) << (UPPER - BLUE_AT));
    }

    private static long green(int rgb) {
        return (rgb >> GREEN_AT) & BYTE;
    }

    /** For each place of a row, the two pixels around it along one side of the picture, and what each counts. */
    private static final class Axis {

        private int[] first = new int[0];
        private int[] second = first;
        private int[] firstWeight = first;
        private int[] secondWeight = first;
        private double[] steps = new double[0];
        private int length;
        private int stride;

        /** Whether all places of a row are one. */
        private boolean steady;

        /** Where the row begins that is set; NaN for none. */
        private double begun;

        /**
         * @param way from the beginning of a row to its end
         * @param places in a row
         * @param length of the picture's side
         * @param stride bytes from one pixel to the next
         */
        void lie(double way, int places, int length, int stride) {
            if (steps.length != places) {
                first = new int[places];
                second = new int[places];
                firstWeight = new int[places];
                secondWeight = new int[places];
                steps = new double[places];
            }
            for (int i = 0; i < places; i++) {
                steps[i] = (double) i / places * way;
            }
            this.length = length;
            this.stride = stride;
            steady = way == 0;
            begun = Double.NaN;
        }

        /** A row that begins at {@code start}; in an upright region one axis is the same in all rows, the other all along a row. */
        void begin(double start, Border border) {
            if (start == begun) {
                return;
            }
            begun = start;
            set(0, start, border);
            if (steady) {
                spread();
                return;
            }
            for (int i = 1; i < steps.length; i++) {
                set(i, start + steps[i], border);
            }
        }

        private void spread() {
            Arrays.fill(first, first[0]);
            Arrays.fill(second, second[0]);
            Arrays.fill(firstWeight, firstWeight[0]);
            Arrays.fill(secondWeight, secondWeight[0]);
        }

        private void set(int i, double place, Border border) {
            double clamped = place < -1 ? -1 : place > length ? length : place;
            int floor = floor(clamped);
            int weight = round((clamped - floor) * ONE);
            int before = Math.max(0, Math.min(length - 1, floor));
            int after = Math.max(0, Math.min(length - 1, floor + 1));
            boolean black = border == Border.BLACK;
            first[i] = before * stride;
            second[i] = after * stride;
            firstWeight[i] = black && before != floor ? 0 : ONE - weight;
            secondWeight[i] = black && after != floor + 1 ? 0 : weight;
        }

        /** As {@link Math#floor}, which takes longer. */
        private static int floor(double number) {
            int whole = (int) number;
            return number < whole ? whole - 1 : whole;
        }

        /** Of what is not negative; as {@link Math#round}, but without a branch that nobody can foresee. */
        private static int round(double number) {
            return ((int) (2 * number) + 1) >> 1;
        }
    }
}
