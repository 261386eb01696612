package io.millrace.media.sample;

import java.nio.ByteBuffer;

/**
 * What sample videos show: a disc that crosses a colour gradient, above the frame's number in 2 x 8 large black and
 * white blocks, lowest bit first, so that any frame can be told from its pixels whatever the codec did to it.
 */
public final class FramePattern {

    private static final int COLUMNS = 8;
    private static final int ROWS = 2;

    private FramePattern() {}

    /** Draws frame {@code number} (below 65536) as blue, green, red bytes with {@code stride} bytes a row. */
    static void draw(ByteBuffer bgr, int width, int height, int stride, int number) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * stride + 3 * x;
                if (y >= height / 2) {
                    byte block = (byte) (bit(number, x * COLUMNS / width, blockRow(y, height)) ? 255 : 0);
                    put(bgr, at, block, block, block);
                } else {
                    boolean disc = inDisc(x - (3 * number) % width, y - height / 4, height / 8);
                    put(bgr, at, disc ? 40 : 255 * x / width, disc ? 220 : 255 * y / height, disc ? 240 : 3 * number);
                }
            }
        }
    }

    /**
     * Reads the number of a frame back.
     *
     * @param pixels rows of {@code width} pixels without padding: a luma plane, or one channel of interleaved ones
     * @param pixelBytes from one pixel to the next
     */
    public static int read(ByteBuffer pixels, int width, int height, int pixelBytes) {
        int number = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int x = (2 * column + 1) * width / (2 * COLUMNS);
                int y = height / 2 + (2 * row + 1) * (height - height / 2) / (2 * ROWS);
                boolean white = (pixels.get((y * width + x) * pixelBytes) & 0xff) > 127;
                number |= white ? 1 << (row * COLUMNS + column) : 0;
            }
        }
        return number;
    }

    private static boolean bit(int number, int column, int row) {
        return (number >> (row * COLUMNS + column) & 1) == 1;
    }

    private static int blockRow(int y, int height) {
        return Math.min(ROWS - 1, (y - height / 2) * ROWS / (height - height / 2));
    }

    private static boolean inDisc(int dx, int dy, int radius) {
        return dx * dx + dy * dy <= radius * radius;
    }

    private static void put(ByteBuffer bgr, int at, int blue, int green, int red) {
        bgr.put(at, (byte) blue);
        bgr.put(at + 1, (byte) green);
        bgr.put(at + 2, (byte) red);
    }
}
