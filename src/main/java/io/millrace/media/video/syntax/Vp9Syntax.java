package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * VP9: a packet is one frame or, with an index at its end, several of which all but the last are hidden. Exactly one is
 * shown. A key frame that comes first in its packet forgets all references and probabilities. Nothing is disposable:
 * frames that replace no reference still change probabilities.
 */
public final class Vp9Syntax extends Syntax {

    private static final int MOST_FRAMES = 8;

    private boolean begun;
    private int shown;
    private boolean repeats;

    @Override
    public byte kind(ByteBuffer packet) {
        order++;
        shown = 0;
        repeats = false;
        boolean key = packet.limit() > 1 && isKey(packet.get(0) & 0xff);
        begun |= key;
        boolean whole = begun && packet.limit() > 1 && walk(packet);
        return !whole || shown != 1 || repeats ? UNPROVEN : key ? RANDOM_ACCESS : REFERENCE;
    }

    /** The index (VP9 bitstream specification, annex B): a marker, sizes, the marker again. */
    private boolean walk(ByteBuffer packet) {
        int marker = packet.get(packet.limit() - 1) & 0xff;
        int frames = (marker & 7) + 1;
        int sizeBytes = ((marker >> 3) & 3) + 1;
        int index = packet.limit() - 2 - frames * sizeBytes;
        if ((marker & 0xe0) != 0xc0 || index < 0 || (packet.get(index) & 0xff) != marker) {
            return show(packet.get(0) & 0xff);
        }
        long at = 0;
        for (int i = 0; i < Math.min(frames, MOST_FRAMES); i++) {
            long size = size(packet, index + 1 + i * sizeBytes, sizeBytes);
            if (size == 0 || at + size > index || !show(packet.get((int) at) & 0xff)) {
                return false;
            }
            at += size;
        }
        return at == index;
    }

    private static long size(ByteBuffer packet, int at, int bytes) {
        long size = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            size = (size << 8) | (packet.get(at + i) & 0xff);
        }
        return size;
    }

    /**
     * The first byte of a frame (7.2): a marker, the profile, whether an old frame is shown, the type, whether it is
     * shown.
     */
    private boolean show(int first) {
        int at = bitsBefore(first);
        boolean again = ((first >> (7 - at)) & 1) != 0;
        repeats |= again;
        shown += again || ((first >> (5 - at)) & 1) != 0 ? 1 : 0;
        return first >> 6 == 2;
    }

    private static boolean isKey(int first) {
        int at = bitsBefore(first);
        return first >> 6 == 2 && ((first >> (6 - at)) & 3) == 0;
    }

    /** Profile 3 has a bit more. */
    private static int bitsBefore(int first) {
        return (first & 0x30) == 0x30 ? 5 : 4;
    }
}
