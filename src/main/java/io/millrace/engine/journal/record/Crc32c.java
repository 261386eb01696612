package io.millrace.engine.journal.record;

/**
 * The CRC-32C of pieces that follow one another, from the pieces' own: zlib's crc32_combine with Castagnoli's
 * polynomial. A checksum is a polynomial over GF(2) modulo that, its highest bit the coefficient of 1.
 */
public final class Crc32c {

    private static final int POLYNOMIAL = 0x82F63B78;

    /** What 2^k zero bytes multiply a checksum by, x^(8 * 2^k): each the square of the one before. */
    private static final int[] ZERO_BYTES = powers();

    private Crc32c() {}

    /** The checksum of A followed by B, where {@code second} belongs to B, which is {@code secondBytes} long. */
    public static int concat(int first, int second, long secondBytes) {
        int shifted = first;
        for (long bytes = shifted == 0 ? 0 : secondBytes; bytes > 0; bytes &= bytes - 1) {
            shifted = times(ZERO_BYTES[Long.numberOfTrailingZeros(bytes)], shifted);
        }
        return shifted ^ second;
    }

    private static int[] powers() {
        int[] powers = new int[63];
        powers[0] = Integer.MIN_VALUE >>> Byte.SIZE;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = times(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }

    private static int times(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bits = a; bits != 0; bits <<= 1) {
            product ^= bits < 0 ? shifted : 0;
            shifted = (shifted >>> 1) ^ ((shifted & 1) == 0 ? 0 : POLYNOMIAL);
        }
        return product;
    }
}
