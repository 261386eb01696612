package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.stream.Collectors;

/** NumPy's array files, version 1.0: {@code numpy/lib/format.py}. */
public final class Npy {

    /** Type of unsigned bytes. */
    public static final String UINT8 = "|u1";

    /** Type of signed numbers of 64 bits, little-endian. */
    public static final String INT64 = "<i8";

    /** Type of signed numbers of 32 bits, little-endian. */
    public static final String INT32 = "<i4";

    /** Type of numbers of single precision, little-endian. */
    public static final String FLOAT32 = "<f4";

    /** Type of numbers of half precision, little-endian. */
    public static final String FLOAT16 = "<f2";

    private static final String MAGIC = "\u0093NUMPY\u0001\u0000";
    private static final int ALIGNMENT = 64;

    /** numpy.save leaves room for the first dimension to grow to this many digits. */
    private static final int GROWTH_DIGITS = 21;

    private Npy() {}

    /** What {@code numpy.save} writes before the elements of a row-major array, byte for byte. */
    public static byte[] header(String type, int... shape) {
        int growth =
                shape.length == 0 ? 0 : GROWTH_DIGITS - String.valueOf(shape[0]).length();
        String fields = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple(shape) + ", }"
                + " ".repeat(growth);
        int before = MAGIC.length() + 2;
        int padding = ALIGNMENT - (before + fields.length() + 1) % ALIGNMENT;
        int length = fields.length() + padding + 1;
        String header = MAGIC + (char) (length & 0xff) + (char) (length >> 8) + fields + " ".repeat(padding) + "\n";
        return header.getBytes(ISO_8859_1);
    }

    /** As Python prints it: a single element keeps its comma. */
    private static String tuple(int[] shape) {
        String elements = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return shape.length == 1 ? "(" + elements + ",)" : "(" + elements + ")";
    }
}
