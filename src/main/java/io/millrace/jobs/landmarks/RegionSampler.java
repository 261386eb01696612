package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Picture;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Brings regions of a picture to a size, bilinear. Pixel i of n is what lies at the fraction i/n of the region, as an
 * index into the picture: without the half pixel that resizing usually shifts by. The models were trained so, and their
 * answers are fractions of the same kind.
 *
 * <p>Places and weights are whole numbers, of which every machine makes the same. Not OpenCV's warp: that rounds places
 * to a 32nd of a pixel, which is a level too much for the crops it is measured by, and takes no picture of a side
 * beyond 32,767. One thread's.
 */
final class RegionSampler {

    private static final int COLOURS = 3;

    /** Of a pixel's side, in a place. */
    private static final int PLACE_BITS = 24;

    /** What is farther away than so many pixels is no farther: a row of places has to fit into a long. */
    private static final double FAR = 1 << 30;

    private static final int WEIGHT_BITS = 11;

    private static final int BYTE = 0xff;
    private static final int BLUE = 0xff0000;
    private static final int GREEN_AT = 8;
    private static final int PIXEL_BITS = 24;

    /** In a long, red is below and blue so far above: both have room to be weighed, and one multiplication does it. */
    private static final int BLUE_AT = 32;

    /** From where blue is in a pixel. */
    private static final int BLUE_UP = BLUE_AT - 16;

    private static final long HALF = 1L << (2 * WEIGHT_BITS - 1);
    private static final long TWO_HALVES = (HALF << BLUE_AT) + HALF;

    enum Border {
        /** What lies outside the picture is black. */
        BLACK,
        /** The picture's outermost pixels go on. */
        EDGE
    }

    private final Border border;
    private ByteBuffer from;
    private int pictureWidth;
    private int pictureHeight;
    private byte[] row = new byte[0];

    RegionSampler(Border border) {
        this.border = border;
    }

    /** @param into {@code [height, width, 3]} */
    void sample(Picture picture, Region region, ByteBuffer into, int width, int height) {
        from = picture.pixels().buffer();
        pictureWidth = picture.width();
        pictureHeight = picture.height();
        row = row.length == COLOURS * width ? row : new byte[COLOURS * width];
        Point corner = region.at(0, 0);
        Point right = region.at(1, 0);
        Point bottom = region.at(0, 1);
        long stepX = place((right.x() - corner.x()) / width);
        long stepY = place((right.y() - corner.y()) / width);
        for (int y = 0; y < height; y++) {
            double v = (double) y / height;
            long startX = place(corner.x() + v * (bottom.x() - corner.x()));
            long startY = place(corner.y() + v * (bottom.y() - corner.y()));
            sampleRow(startX, startY, stepX, stepY, width);
            into.put(COLOURS * width * y, row);
        }
        from = null;
    }

    private static long place(double pixels) {
        return (long) Math.rint(Math.max(-FAR, Math.min(FAR, pixels)) * (1 << PLACE_BITS));
    }

    /** What of a straight row lies well inside the picture is one piece of it. */
    private void sampleRow(long startX, long startY, long stepX, long stepY, int width) {
        int begin = 0;
        while (begin < width && !isInside(startX + begin * stepX, startY + begin * stepY)) {
            sampleAtBorder(begin, startX + begin * stepX, startY + begin * stepY);
            begin++;
        }
        int end = width;
        while (end > begin && !isInside(startX + (end - 1) * stepX, startY + (end - 1) * stepY)) {
            end--;
            sampleAtBorder(end, startX + end * stepX, startY + end * stepY);
        }
        sampleInside(begin, end, startX + begin * stepX, startY + begin * stepY, stepX, stepY);
    }

    /** Whether eight bytes may be read there and a row below. */
    private boolean isInside(long x, long y) {
        long column = x >> PLACE_BITS;
        long line = y >> PLACE_BITS;
        return column >= 0 && column < pictureWidth - 2 && line >= 0 && line < pictureHeight - 1;
    }

    /** Two pixels that lie side by side are read at once. */
    private void sampleInside(int begin, int end, long startX, long startY, long stepX, long stepY) {
        int stride = COLOURS * pictureWidth;
        long x = startX;
        long y = startY;
        for (int i = begin; i < end; i++) {
            int at = (int) (y >> PLACE_BITS) * stride + COLOURS * (int) (x >> PLACE_BITS);
            long upper = from.getLong(at);
            long lower = from.getLong(at + stride);
            mix(i, upper, upper >>> PIXEL_BITS, lower, lower >>> PIXEL_BITS, weight(x), weight(y));
            x += stepX;
            y += stepY;
        }
    }

    private void sampleAtBorder(int i, long x, long y) {
        long column = x >> PLACE_BITS;
        long line = y >> PLACE_BITS;
        if (border == Border.BLACK && isOutside(column, line)) {
            Arrays.fill(row, COLOURS * i, COLOURS * (i + 1), (byte) 0);
            return;
        }
        mix(
                i,
                pixel(column, line),
                pixel(column + 1, line),
                pixel(column, line + 1),
                pixel(column + 1, line + 1),
                weight(x),
                weight(y));
    }

    /** Whether no pixel around the place is one of the picture. */
    private boolean isOutside(long column, long line) {
        return column < -1 || column >= pictureWidth || line < -1 || line >= pictureHeight;
    }

    private long pixel(long column, long line) {
        int x = (int) Math.max(0, Math.min(pictureWidth - 1, column));
        int y = (int) Math.max(0, Math.min(pictureHeight - 1, line));
        if (border == Border.BLACK && (x != column || y != line)) {
            return 0;
        }
        int at = COLOURS * (y * pictureWidth + x);
        return (from.get(at) & BYTE)
                | ((from.get(at + 1) & BYTE) << GREEN_AT)
                | ((from.get(at + 2) & BYTE) << (2 * GREEN_AT));
    }

    /** Of the pixel behind a place, rounded. */
    private static long weight(long place) {
        long part = place & ((1 << PLACE_BITS) - 1);
        return ((part >> (PLACE_BITS - WEIGHT_BITS - 1)) + 1) >> 1;
    }

    /** Pixels have red lowest; what is above blue does not count. */
    private void mix(int i, long upperLeft, long upperRight, long lowerLeft, long lowerRight, long across, long down) {
        long redAndBlue = TWO_HALVES
                + between(
                        between(redAndBlue(upperLeft), redAndBlue(upperRight), across),
                        between(redAndBlue(lowerLeft), redAndBlue(lowerRight), across),
                        down);
        long green = HALF
                + between(
                        between(green(upperLeft), green(upperRight), across),
                        between(green(lowerLeft), green(lowerRight), across),
                        down);
        int at = COLOURS * i;
        row[at] = (byte) ((int) redAndBlue >> (2 * WEIGHT_BITS));
        row[at + 1] = (byte) (green >> (2 * WEIGHT_BITS));
        row[at + 2] = (byte) (redAndBlue >> (BLUE_AT + 2 * WEIGHT_BITS));
    }

    /** Times {@code 1 << WEIGHT_BITS}. That a difference borrows from blue is made good by the sum. */
    private static long between(long first, long second, long weight) {
        return (first << WEIGHT_BITS) + (second - first) * weight;
    }

    private static long redAndBlue(long pixel) {
        return (pixel & BYTE) | ((pixel & BLUE) << BLUE_UP);
    }

    private static long green(long pixel) {
        return (pixel >> GREEN_AT) & BYTE;
    }
}
