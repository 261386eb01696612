package io.millrace.media.format;

/** IEEE 754's binary16, which Java has from version 20 on only. */
public final class Float16 {

    private static final int INFINITY = 0x7c00;

    private Float16() {}

    /** The nearest one, ties to even; what is too large becomes infinite. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | INFINITY | 0x200); // not a number
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | INFINITY);
        }
        if (magnitude < 0x38800000) {
            // Subnormal: multiples of 2^-24, which the float's own rounding to even gives when they are added to 2^-1.
            int steps = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3f000000;
            return (short) (sign | steps);
        }
        int even = magnitude >>> 13 & 1;
        return (short) (sign | (magnitude - 0x38000000 + 0xfff + even) >>> 13);
    }
}
