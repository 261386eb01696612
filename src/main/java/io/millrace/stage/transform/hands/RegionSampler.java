package io.millrace.stage.transform.hands;

import io.millrace.media.Picture;
import io.millrace.media.hands.Point;
import io.millrace.media.hands.Region;
import java.nio.ByteBuffer;

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

    enum Border {
        /** What lies outside the picture is black. */
        BLACK,
        /** The picture's outermost pixels go on. */
        EDGE
    }

    private final Border border;
    private final Axis across = new Axis();
    private final Axis down = new Axis();

    RegionSampler(Border border) {
        this.border = border;
    }

    /** @param into {@code [height, width, 3]} */
    void sample(Picture picture, Region region, ByteBuffer into, int width, int height) {
        ByteBuffer from = picture.pixels().buffer();
        Point corner = region.at(0, 0);
        Point right = region.at(1, 0);
        Point bottom = region.at(0, 1);
        byte[] row = new byte[COLOURS * width];
        for (int y = 0; y < height; y++) {
            double v = (double) y / height;
            double left = corner.x() + v * (bottom.x() - corner.x());
            double top = corner.y() + v * (bottom.y() - corner.y());
            for (int x = 0; x < width; x++) {
                double u = (double) x / width;
                across.set(left + u * (right.x() - corner.x()), picture.width(), border);
                down.set(top + u * (right.y() - corner.y()), picture.height(), border);
                mix(from, picture.width(), row, COLOURS * x);
            }
            into.put(COLOURS * width * y, row);
        }
    }

    /** The four pixels around the place that both axes are set to. */
    private void mix(ByteBuffer from, int width, byte[] into, int at) {
        int upperLeft = COLOURS * (down.first * width + across.first);
        int upperRight = COLOURS * (down.first * width + across.second);
        int lowerLeft = COLOURS * (down.second * width + across.first);
        int lowerRight = COLOURS * (down.second * width + across.second);
        for (int colour = 0; colour < COLOURS; colour++) {
            int upper = across.firstWeight * (from.get(upperLeft + colour) & 0xff)
                    + across.secondWeight * (from.get(upperRight + colour) & 0xff);
            int lower = across.firstWeight * (from.get(lowerLeft + colour) & 0xff)
                    + across.secondWeight * (from.get(lowerRight + colour) & 0xff);
            into[at + colour] = (byte) ((down.firstWeight * upper + down.secondWeight * lower + HALF) >> (2 * BITS));
        }
    }

    /** The two pixels of a row or column around a place, and what each counts. */
    private static final class Axis {

        private int first;
        private int second;
        private int firstWeight;
        private int secondWeight;

        void set(double place, int length, Border border) {
            double clamped = Math.max(-1, Math.min(length, place));
            int floor = (int) Math.floor(clamped);
            secondWeight = (int) Math.round((clamped - floor) * ONE);
            firstWeight = ONE - secondWeight;
            first = Math.max(0, Math.min(length - 1, floor));
            second = Math.max(0, Math.min(length - 1, floor + 1));
            if (border == Border.BLACK) {
                firstWeight = first == floor ? firstWeight : 0;
                secondWeight = second == floor + 1 ? secondWeight : 0;
            }
        }
    }
}
