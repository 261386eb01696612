package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * Walks through the NAL units of one packet, as both layouts have them: each behind its length (MP4 and Matroska, the
 * size of which the extradata tells) or behind a start code (transport streams).
 */
final class NalUnits {

    private final int lengthBytes;
    private ByteBuffer packet;
    private int from;
    private int end;
    private int nextStart;
    private boolean coded;

    /** @param lengthBytes 1 to 4, or 0 for start codes */
    NalUnits(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    /** Before the first unit of {@code packet}. */
    void begin(ByteBuffer packet) {
        this.packet = packet;
        from = 0;
        end = 0;
        if (lengthBytes == 0) {
            findStart(0);
        }
    }

    /** To the next unit that is not empty; false where there is none, or where a length does not fit. */
    boolean next() {
        do {
            if (lengthBytes == 0 ? !nextCoded() : !nextCounted()) {
                return false;
            }
        } while (from == end);
        return true;
    }

    /** Whether the units do not fill the packet. */
    boolean isTorn() {
        return lengthBytes > 0 && end != packet.limit();
    }

    int unsignedByte(int offset) {
        return from + offset < end ? packet.get(from + offset) & 0xff : 0;
    }

    /** A reader of the unit behind its {@code header} bytes. */
    Bits bits(int header, int most) {
        return new Bits(packet, from + header, end, most);
    }

    byte[] copy() {
        byte[] copy = new byte[end - from];
        packet.get(from, copy);
        return copy;
    }

    private boolean nextCounted() {
        int start = end;
        if (start + lengthBytes > packet.limit()) {
            return false;
        }
        long length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = (length << 8) | (packet.get(start + i) & 0xff);
        }
        if (length > packet.limit() - start - lengthBytes) {
            return false;
        }
        from = start + lengthBytes;
        end = from + (int) length;
        return true;
    }

    /** {@code end} is the start code's end here, until the unit's own end is found. */
    private boolean nextCoded() {
        if (!coded) {
            return false;
        }
        from = nextStart;
        findStart(from);
        end = coded ? nextStart - 3 : packet.limit();
        while (end > from && packet.get(end - 1) == 0) {
            end--;
        }
        return true;
    }

    /** Behind the first 00 00 01 from {@code at} on, where there is one. */
    private void findStart(int at) {
        int limit = packet.limit();
        int i = at + 2;
        while (i < limit) {
            int value = packet.get(i);
            if (value == 1 && packet.get(i - 1) == 0 && packet.get(i - 2) == 0) {
                coded = true;
                nextStart = i + 1;
                return;
            }
            i += value == 0 ? 1 : 3;
        }
        coded = false;
    }
}
