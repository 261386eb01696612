package io.millrace.media.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads numbers of a file at places that the file itself names. Unsigned and big-endian where nothing else is said.
 * Past the end it throws {@link IndexOutOfBoundsException}, which {@link ImageHeader#read} turns into a fault, so that
 * no parser has to look before each step; only the first {@value #MAGIC_BYTES} bytes read as zero where they are
 * missing.
 */
public final class HeaderReader {

    private static final int MAGIC_BYTES = 32;

    private final ByteBuffer bytes;
    private final int length;

    public HeaderReader(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        this.length = bytes.limit();
    }

    int length() {
        return length;
    }

    int u8(long at) {
        if (at >= length && at < MAGIC_BYTES) {
            return 0;
        }
        return bytes.get(index(at)) & 0xff;
    }

    int u16(long at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u24(long at) {
        return u16(at) << 8 | u8(at + 2);
    }

    /** 32 bits; as a pattern, with a sign. */
    int u32(long at) {
        return u16(at) << 16 | u16(at + 2);
    }

    long unsigned32(long at) {
        return u32(at) & 0xffffffffL;
    }

    int little16(long at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int little24(long at) {
        return little16(at) | u8(at + 2) << 16;
    }

    /** 32 bits, little-endian, with a sign. */
    int little32(long at) {
        return little16(at) | little16(at + 2) << 16;
    }

    /** The four letters that such as boxes and chunks are told apart by. */
    String letters(long at) {
        return "" + (char) u8(at) + (char) u8(at + 1) + (char) u8(at + 2) + (char) u8(at + 3);
    }

    boolean is(long at, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (at + i >= length || u8(at + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int index(long at) {
        if (at < 0 || at > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("a place outside of the file");
        }
        return (int) at;
    }
}
