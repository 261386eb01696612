package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * AV1: a packet is a temporal unit, a string of open bitstream units (OBU) of which exactly one shows a frame, a new
 * one or one that was hidden before. A key frame that is shown replaces all references. Nothing is taken for
 * disposable: what a frame replaces stands behind much that would have to be parsed. Section numbers are of the AV1
 * specification.
 */
public final class Av1Syntax extends Syntax {

    private static final int SEQUENCE_HEADER = 1;
    private static final int FRAME_HEADER = 3;
    private static final int FRAME = 6;

    /** seq_profile (3 bits) and still_picture (1) come before it. */
    private static final int REDUCED_STILL_PICTURE_HEADER = 0x08;

    private static final int SHOW_EXISTING_FRAME = 0x80;
    private static final int FRAME_TYPE = 0x60;
    private static final int SHOW_FRAME = 0x10;
    private static final int KEY_FRAME = 0;

    private boolean begun;
    private ByteBuffer sequence;

    /** Of the packet at hand. */
    private int frames;

    private int shown;
    private boolean key;

    @Override
    public byte kind(ByteBuffer packet) {
        order++;
        frames = 0;
        shown = 0;
        key = false;
        boolean whole = walk(packet);
        begun |= key;
        return !whole || !begun || shown != 1 ? UNPROVEN : key ? RANDOM_ACCESS : REFERENCE;
    }

    /** 5.3: each unit has a header, its size and a payload. */
    private boolean walk(ByteBuffer packet) {
        int at = 0;
        while (at < packet.limit()) {
            int header = packet.get(at) & 0xff;
            int type = (header >> 3) & 15;
            boolean layered = (header & 4) != 0;
            boolean sized = (header & 2) != 0;
            if (layered || !sized) {
                return false;
            }
            int sizeBytes = sizeBytes(packet, at + 1);
            long size = sizeBytes == 0 ? -1 : size(packet, at + 1, sizeBytes);
            int payload = at + 1 + sizeBytes;
            if (size < 0 || payload + size > packet.limit() || !unit(type, packet, payload, (int) size)) {
                return false;
            }
            at = payload + (int) size;
        }
        return true;
    }

    /** 4.10.5: seven bits to a byte, the lowest first, the eighth says that there is another; 0 if it does not end. */
    private static int sizeBytes(ByteBuffer packet, int at) {
        for (int i = 0; i < 4 && at + i < packet.limit(); i++) {
            if ((packet.get(at + i) & 0x80) == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private static long size(ByteBuffer packet, int at, int bytes) {
        long size = 0;
        for (int i = 0; i < bytes; i++) {
            size |= (long) (packet.get(at + i) & 0x7f) << (7 * i);
        }
        return size;
    }

    private boolean unit(int type, ByteBuffer packet, int at, int size) {
        if (type != SEQUENCE_HEADER && type != FRAME_HEADER && type != FRAME) {
            return true;
        }
        if (size < 1) {
            return false;
        }
        return type == SEQUENCE_HEADER ? sequence(packet.slice(at, size)) : frame(packet.get(at) & 0xff);
    }

    /** 5.5.1: the same all the way; a reduced one leaves out what {@link #frame} reads. */
    private boolean sequence(ByteBuffer header) {
        if (sequence == null) {
            sequence =
                    ByteBuffer.allocate(header.limit()).put(header.duplicate()).flip();
        }
        return sequence.equals(header) && (header.get(0) & REDUCED_STILL_PICTURE_HEADER) == 0;
    }

    /** 5.9.2: its first bits. */
    private boolean frame(int first) {
        boolean again = (first & SHOW_EXISTING_FRAME) != 0;
        boolean shows = again || (first & SHOW_FRAME) != 0;
        key |= frames == 0 && !again && shows && (first & FRAME_TYPE) == KEY_FRAME;
        frames++;
        shown += shows ? 1 : 0;
        return sequence != null;
    }
}
