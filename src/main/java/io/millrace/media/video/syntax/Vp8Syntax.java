package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * VP8 (RFC 6386): one frame a packet. A key frame replaces all references and probabilities. A frame that is not shown
 * proves nothing here: it would be a packet without a frame.
 */
public final class Vp8Syntax extends Syntax {

    private boolean begun;

    @Override
    public byte kind(ByteBuffer packet) {
        order++;
        if (packet.limit() < 4) {
            return UNPROVEN;
        }
        int first = packet.get(0) & 0xff; // 9.1
        boolean key = (first & 1) == 0;
        boolean shown = (first & 0x10) != 0;
        begun |= key;
        return !begun || !shown ? UNPROVEN : key ? RANDOM_ACCESS : REFERENCE;
    }
}
