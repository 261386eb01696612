package io.millrace.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class Float16Test {

    private static final int NUMBERS = 1 << 20;

    @TempDir
    Path folder;

    /** Of every one there is, and of each mean of neighbours, where the even one is the nearest. */
    @Test
    void shouldBeTheNearestOneAndTheEvenOneOfTwo() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            double value = value(bits);
            assertThat(Float16.of((float) value)).as("%x", bits).isEqualTo((short) bits);
            assertThat(Float16.of((float) -value)).as("-%x", bits).isEqualTo((short) (bits | 0x8000));
            float middle = (float) ((value + value(bits + 1)) / 2);
            assertThat(Float16.of(middle)).as("behind %x", bits).isEqualTo((short) (bits + (bits & 1)));
            assertThat(Float16.of(Math.nextDown(middle))).as("below").isEqualTo((short) bits);
            assertThat(Float16.of(Math.nextUp(middle))).as("above").isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void shouldKeepWhatIsNoNumberOrTooLarge() {
        assertThat(Float16.of(Float.POSITIVE_INFINITY)).isEqualTo((short) 0x7c00);
        assertThat(Float16.of(-Float.MAX_VALUE)).isEqualTo((short) 0xfc00);
        assertThat(Float16.of(Float.NaN) & 0x7fff).isGreaterThan(0x7c00);
        assertThat(Float16.of(Float.MIN_VALUE)).isEqualTo((short) 0);
        assertThat(Float16.of(-0f)).isEqualTo((short) 0x8000);
    }

    @Test
    @Timeout(120)
    void shouldBeWhatNumpyMakesOfTheSameNumber() throws Exception {
        Python python = Python.withNumpy();
        ByteBuffer floats = ByteBuffer.allocate(4 * NUMBERS).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer halves = ByteBuffer.allocate(2 * NUMBERS).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 0; i < NUMBERS; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            floats.putFloat(value);
            halves.putShort(Float16.of(value));
        }
        Files.write(folder.resolve("floats"), floats.array());
        Files.write(folder.resolve("halves"), halves.array());
        python.check(
                """
                import sys, numpy
                numpy.seterr(all='ignore')
                theirs = numpy.fromfile(sys.argv[1] + '/floats', '<f4').astype('<f2')
                ours = numpy.fromfile(sys.argv[1] + '/halves', '<f2')
                numbers = ~numpy.isnan(theirs)
                assert (numpy.isnan(ours) == ~numbers).all()
                assert (ours.view('<u2')[numbers] == theirs.view('<u2')[numbers]).all()
                """,
                folder.toString());
    }

    /** As IEEE 754 defines it; behind the largest, what the next exponent would give. */
    private static double value(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
