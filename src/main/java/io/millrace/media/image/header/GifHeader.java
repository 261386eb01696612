package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;

/** The logical screen of a GIF file and the blocks before its first picture (GIF89a). */
public final class GifHeader {

    private static final int SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int TRANSPARENT = 1;

    private GifHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        return ImageHeader.upright(ImageFormat.GIF, head.little16(6), head.little16(8), 6);
    }

    /**
     * Makes the first picture's transparent colour one like the others: alpha is dropped, and the colour is what lies
     * below.
     */
    public static void dropTransparency(ByteBuffer bytes) {
        HeaderReader head = new HeaderReader(bytes);
        int flags = head.u8(10);
        long at = SCREEN_END + ((flags & 0x80) != 0 ? 3L << ((flags & 7) + 1) : 0);
        while (at + 4 < head.length() && head.u8(at) == EXTENSION) {
            if (head.u8(at + 1) == GRAPHIC_CONTROL) {
                bytes.put((int) at + 3, (byte) (head.u8(at + 3) & ~TRANSPARENT));
            }
            at = afterBlocks(head, at + 2);
        }
    }

    private static long afterBlocks(HeaderReader head, long first) {
        long at = first;
        while (at < head.length() && head.u8(at) != 0) {
            at += 1 + head.u8(at);
        }
        return at + 1;
    }
}
