package io.millrace.media.resize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnSumsTest {

    @ParameterizedTest
    @CsvSource({"1, 3", "7, 5", "24, 257", "33, 600", "2, 1"})
    void shouldSumEveryColumnOfTheRows(int bytes, int rows) {
        byte[] random = new byte[bytes * rows];
        new Random(bytes).nextBytes(random);
        byte[] white = new byte[bytes * rows];
        Arrays.fill(white, (byte) 255);
        ColumnSums sums = new ColumnSums();
        for (byte[] packed : new byte[][] {white, random}) {
            ByteBuffer direct = ByteBuffer.allocateDirect(packed.length).put(packed);
            sums.width(bytes);
            int top = rows / 3;
            assertThat(Arrays.copyOf(sums.of(direct, top, rows), bytes)).isEqualTo(oneByOne(packed, bytes, top, rows));
        }
    }

    private static int[] oneByOne(byte[] packed, int bytes, int top, int bottom) {
        int[] sums = new int[bytes];
        for (int i = top * bytes; i < bottom * bytes; i++) {
            sums[i % bytes] += packed[i] & 0xff;
        }
        return sums;
    }
}
