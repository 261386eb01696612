package io.millrace.media.image.header;

import java.util.stream.LongStream;

/** Numbers of a TIFF structure in the byte order it names, at places counted from its beginning, never past its end. */
final class Tiff {

    static final int ORIENTATION = 274;

    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    private final HeaderReader head;
    private final long at;
    private final long size;
    private final boolean little;

    Tiff(HeaderReader head, long at, long size) {
        this.head = head;
        this.at = at;
        this.size = size;
        this.little = u8(0) == 'I';
    }

    boolean isValid() {
        return (u8(0) == 'I' || u8(0) == 'M') && u8(0) == u8(1) && u16(2) == 42;
    }

    /** Where the entries of the first directory stand. */
    LongStream entries() {
        long directory = u32(4);
        return LongStream.range(0, u16(directory)).map(i -> directory + 2 + ENTRY_BYTES * i);
    }

    /** Those of a tag, of which a sound directory has one at the most. */
    LongStream entries(int tag) {
        return entries().filter(entry -> u16(entry) == tag);
    }

    /** The value of an entry, 16 or 32 bits. */
    long value(long entry) {
        return u16(entry + 2) == SHORT ? u16(entry + 8) : u32(entry + 8);
    }

    int u8(long place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("a place outside of the TIFF structure");
        }
        return head.u8(at + place);
    }

    int u16(long place) {
        int first = u8(place);
        int second = u8(place + 1);
        return little ? first | second << 8 : first << 8 | second;
    }

    long u32(long place) {
        long first = u16(place);
        long second = u16(place + 2);
        return little ? first | second << 16 : first << 16 | second;
    }
}
