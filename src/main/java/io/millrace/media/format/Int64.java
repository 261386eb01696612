package io.millrace.media.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian numbers of 64 bits, as NumPy's {@code <i8}. */
public final class Int64 {

    private Int64() {}

    /** One file: {@code head}, the numbers, {@code tail}. */
    public static byte[] between(byte[] head, long[] numbers, byte[] tail) {
        ByteBuffer file = ByteBuffer.allocate(head.length + size(numbers) + tail.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(head);
        for (long number : numbers) {
            file.putLong(number);
        }
        return file.put(tail).array();
    }

    /** In bytes. */
    public static int size(long[] numbers) {
        return numbers.length * Long.BYTES;
    }
}
