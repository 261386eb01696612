package io.millrace.journal;

/** The CRC-32C of pieces that follow one another, from the pieces' own: zlib's crc32_combine with Castagnoli's polynomial. */
final class Crc32c {

    private static final int POLYNOMIAL = 0x82F63B78;

    private Crc32c() {}

    /** The checksum of A followed by B, where {@code second} belongs to B, which is {@code secondBytes} long. */
    static int concat(int first, int second, long secondBytes) {
        int[] power = oneZeroBit();
        square(power);
        square(power);
        int shifted = first;
        // power stands for 4 zero bits; each squaring doubles it, so the first one used stands for one zero byte.
        for (long bytes = secondBytes; bytes > 0; bytes >>= 1) {
            square(power);
            shifted = (bytes & 1) == 0 ? shifted : times(power, shifted);
        }
        return shifted ^ second;
    }

    /** What appending one zero bit does to a checksum, as a matrix over GF(2). */
    private static int[] oneZeroBit() {
        int[] matrix = new int[32];
        matrix[0] = POLYNOMIAL;
        for (int row = 1; row < 32; row++) {
            matrix[row] = 1 << (row - 1);
        }
        return matrix;
    }

    private static void square(int[] matrix) {
        int[] old = matrix.clone();
        for (int row = 0; row < 32; row++) {
            matrix[row] = times(old, old[row]);
        }
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int bits = vector, row = 0; bits != 0; bits >>>= 1, row++) {
            sum ^= (bits & 1) == 0 ? 0 : matrix[row];
        }
        return sum;
    }
}
