package io.millrace.engine.journal.record;

/**
 * The CRC-32C of pieces that follow one another, from the pieces' own: zlib's crc32_combine with Castagnoli's
 * polynomial.
 */
public final class Crc32c {

    private static final int POLYNOMIAL = 0x82F63B78;

    /** What 2^k zero bytes do to a checksum, as matrices over GF(2): each the square of the one before. */
    private static final int[][] ZERO_BYTES = powers();

    private Crc32c() {}

    /** The checksum of A followed by B, where {@code second} belongs to B, which is {@code secondBytes} long. */
    public static int concat(int first, int second, long secondBytes) {
        int shifted = first;
        for (long bytes = shifted == 0 ? 0 : secondBytes; bytes > 0; bytes &= bytes - 1) {
            shifted = times(ZERO_BYTES[Long.numberOfTrailingZeros(bytes)], shifted);
        }
        return shifted ^ second;
    }

    private static int[][] powers() {
        int[][] powers = new int[63][];
        powers[0] = square(square(square(oneZeroBit())));
        for (int k = 1; k < powers.length; k++) {
            powers[k] = square(powers[k - 1]);
        }
        return powers;
    }

    private static int[] oneZeroBit() {
        int[] matrix = new int[32];
        matrix[0] = POLYNOMIAL;
        for (int row = 1; row < 32; row++) {
            matrix[row] = 1 << (row - 1);
        }
        return matrix;
    }

    private static int[] square(int[] matrix) {
        int[] square = new int[32];
        for (int row = 0; row < 32; row++) {
            square[row] = times(matrix, matrix[row]);
        }
        return square;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int bits = vector, row = 0; bits != 0; bits >>>= 1, row++) {
            sum ^= (bits & 1) == 0 ? 0 : matrix[row];
        }
        return sum;
    }
}
