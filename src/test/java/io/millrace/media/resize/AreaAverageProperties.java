package io.millrace.media.resize;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.pixel.Filter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

final class AreaAverageProperties {

    private final AreaAverage average = new AreaAverage();

    @Property(tries = 200)
    void shouldBeTheMeanOfWhatIsCovered(
            @ForAll @IntRange(min = 1, max = 40) int inWidth,
            @ForAll @IntRange(min = 1, max = 40) int inHeight,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll long seed) {
        if (!AreaAverage.shrinks(inWidth, inHeight, width, height)) {
            return;
        }
        ByteBuffer picture = random(inWidth, inHeight, seed);
        ByteBuffer small = shrunk(picture, inWidth, inHeight, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(small.get((y * width + x) * 3 + c) & 0xff)
                            .as("%s of %s, %s", c, x, y)
                            .isEqualTo(mean(picture, inWidth, inHeight, width, height, x, y, c));
                }
            }
        }
    }

    @Property(tries = 25)
    void shouldBeWithinOneOfOpenCv(
            @ForAll @IntRange(min = 30, max = 900) int inWidth,
            @ForAll @IntRange(min = 30, max = 900) int inHeight,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll long seed) {
        ByteBuffer picture = random(inWidth, inHeight, seed);
        ByteBuffer small = shrunk(picture, inWidth, inHeight, width, height);
        ByteBuffer theirs = ByteBuffer.allocateDirect(3 * width * height);
        try (Mat from = new Mat(inHeight, inWidth, opencv_core.CV_8UC3, new BytePointer(picture));
                Mat into = new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(theirs));
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(from, into, size, 0, 0, Resizer.interpolation(Filter.AREA));
        }
        for (int i = 0; i < theirs.capacity(); i++) {
            assertThat(Math.abs((theirs.get(i) & 0xff) - (small.get(i) & 0xff)))
                    .as("byte " + i)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Where a quotient is nearest to the next whole one. */
    @Property(tries = 2000)
    void shouldRoundAsWholeNumbersDo(
            @ForAll @LongRange(min = 1, max = Integer.MAX_VALUE) long parts,
            @ForAll @IntRange(min = 0, max = 255) int mean,
            @ForAll @IntRange(min = -2, max = 2) int beside) {
        long sum = Math.max(0, Math.min(255 * parts, mean * parts + parts / 2 + beside));
        assertThat(AreaAverage.mean(sum, parts)).isEqualTo((int) ((sum + parts / 2) / parts));
    }

    private ByteBuffer shrunk(ByteBuffer picture, int inWidth, int inHeight, int width, int height) {
        ByteBuffer small = ByteBuffer.allocateDirect(3 * width * height);
        average.shrink(picture, inWidth, inHeight, small, width, height, 3 * width);
        return small;
    }

    private static ByteBuffer random(int width, int height, long seed) {
        byte[] bytes = new byte[3 * width * height];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** By the definition: every pixel of the picture, weighted with how much of it is covered. */
    private static int mean(ByteBuffer rgb, int inWidth, int inHeight, int width, int height, int x, int y, int c) {
        BigInteger sum = BigInteger.ZERO;
        for (int row = 0; row < inHeight; row++) {
            for (int column = 0; column < inWidth; column++) {
                long covered = (long) overlap(row, height, y, inHeight) * overlap(column, width, x, inWidth);
                sum = sum.add(BigInteger.valueOf(covered * (rgb.get((row * inWidth + column) * 3 + c) & 0xff)));
            }
        }
        long parts = (long) inWidth * inHeight;
        return sum.add(BigInteger.valueOf(parts / 2))
                .divide(BigInteger.valueOf(parts))
                .intValueExact();
    }

    /** Of [a x long, (a + 1) x long) and [b x wide, (b + 1) x wide). */
    private static int overlap(int a, int aLong, int b, int bLong) {
        return Math.max(0, Math.min((a + 1) * aLong, (b + 1) * bLong) - Math.max(a * aLong, b * bLong));
    }
}
