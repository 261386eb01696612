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

    /** The array alone. */
    public static Pickle array(String type, int size, int... shape) {
        Opcodes head = new Opcodes().protocol().array(type, size, shape);
        Opcodes tail = new Opcodes().arrayEnd().stop();
        return new Pickle(head.bytes(), tail.bytes());
    }

    /** A dict whose only value is the array. */
    public static Pickle dict(String key, String type, int size, int... shape) {
        Opcodes head = new Opcodes().protocol().emptyDict().text(key).array(type, size, shape);
        Opcodes tail = new Opcodes().arrayEnd().setItem().stop();
        return new Pickle(head.bytes(), tail.bytes());
    }

    /** Opcodes one after the other, by their names in {@code pickletools}. */
    private static final class Opcodes {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

        Opcodes protocol() {
            return opcode(0x80).opcode(PROTOCOL);
        }

        /** Up to the elements, {@code size} bytes, which come next. */
        Opcodes array(String type, int size, int... shape) {
            return global("ndarray")
                    .tuple(0)
                    .opcode(0x85) // TUPLE1: the arguments of ndarray
                    .opcode('R') // REDUCE
                    .opcode('(') // MARK: the state begins
                    .number(1)
                    .tuple(shape)
                    .global("dtype")
                    .text(type)
                    .opcode(0x85)
                    .opcode('R')
                    .opcode(0x89) // NEWFALSE: row-major
                    .opcode('B') // BINBYTES
                    .int32(size);
        }

        Opcodes arrayEnd() {
            return opcode('t').opcode('b'); // TUPLE, BUILD
        }

        Opcodes emptyDict() {
            return opcode('}');
        }

        Opcodes setItem() {
            return opcode('s');
        }

        Opcodes stop() {
            return opcode('.');
        }

        Opcodes text(String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            if (utf8.length > 255) {
                throw new IllegalArgumentException("a short text has at most 255 bytes, not " + utf8.length);
            }
            opcode(0x8c).opcode(utf8.length); // SHORT_BINUNICODE
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
            opcode('(');
            for (int number : numbers) {
                number(number);
            }
            return opcode('t');
        }

        private Opcodes number(int number) {
            return opcode('J').int32(number); // BININT
        }

        private Opcodes int32(int number) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(number)
                    .array());
            return this;
        }

        private Opcodes opcode(int code) {
            bytes.write(code);
            return this;
        }
    }
}
