package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A NumPy array as Python's pickle, protocol 4: what stands before its elements and what after them, so that the
 * elements themselves need not be copied.
 *
 * <p>NumPy's own pickles name {@code numpy.core.multiarray._reconstruct}, which is {@code numpy._core} since version 2
 * and deprecated under the old name. These name {@code numpy.ndarray} and {@code numpy.dtype} only, which every version
 * has, and otherwise do what that function does: make an empty array, then set its state (version, shape, type,
 * column-major, elements). What is loaded owns its memory and can be written to. Frames, an aid to readers of streams,
 * are left out, and nothing is memoized.
 *
 * @param head up to the elements
 * @param tail from the elements to the end
 */
@SuppressWarnings("ArrayRecordComponent")
public record Pickle(byte[] head, byte[] tail) {

    private static final int PROTOCOL = 4;
    private static final int PROTO = 0x80;
    private static final int TUPLE1 = 0x85;
    private static final int NEWFALSE = 0x89;
    private static final int SHORT_BINUNICODE = 0x8c;
    private static final int BINBYTES = 'B';
    private static final int BININT = 'J';
    private static final int BUILD = 'b';
    private static final int EMPTY_DICT = '}';
    private static final int MARK = '(';
    private static final int REDUCE = 'R';
    private static final int SETITEM = 's';
    private static final int STOP = '.';
    private static final int TUPLE = 't';

    /** The array alone. */
    public static Pickle array(String type, int size, int... shape) {
        Opcodes head = new Opcodes().opcodes(PROTO, PROTOCOL).array(type, size, shape);
        return new Pickle(
                head.bytes(), new Opcodes().opcodes(TUPLE, BUILD, STOP).bytes());
    }

    /** A dict whose only value is the array. */
    public static Pickle dict(String key, String type, int size, int... shape) {
        Opcodes head =
                new Opcodes().opcodes(PROTO, PROTOCOL, EMPTY_DICT).text(key).array(type, size, shape);
        return new Pickle(
                head.bytes(), new Opcodes().opcodes(TUPLE, BUILD, SETITEM, STOP).bytes());
    }

    /** Opcodes one after the other, by their names in {@code pickletools}. */
    private static final class Opcodes {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

        /** Up to the elements, {@code size} bytes, which come next. */
        Opcodes array(String type, int size, int... shape) {
            return global("ndarray")
                    .tuple(0)
                    .opcodes(TUPLE1, REDUCE, MARK) // the arguments of ndarray; the state begins
                    .number(1)
                    .tuple(shape)
                    .global("dtype")
                    .text(type)
                    .opcodes(TUPLE1, REDUCE, NEWFALSE, BINBYTES) // not column-major
                    .int32(size);
        }

        Opcodes text(String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            if (utf8.length > 255) {
                throw new IllegalArgumentException("a short text has at most 255 bytes, not " + utf8.length);
            }
            opcodes(SHORT_BINUNICODE, utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private Opcodes global(String name) {
            bytes.writeBytes(("cnumpy\n" + name + "\n").getBytes(US_ASCII));
            return this;
        }

        private Opcodes tuple(int... numbers) {
            opcodes(MARK);
            for (int number : numbers) {
                number(number);
            }
            return opcodes(TUPLE);
        }

        private Opcodes number(int number) {
            return opcodes(BININT).int32(number);
        }

        private Opcodes int32(int number) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(number)
                    .array());
            return this;
        }

        Opcodes opcodes(int... codes) {
            for (int code : codes) {
                bytes.write(code);
            }
            return this;
        }
    }
}
