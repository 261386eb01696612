package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.util.Set;

/** The header of a TGA file. The format has no magic number: the header has to make sense instead. */
final class TgaHeader {

    private static final int HEADER_BYTES = 18;
    private static final Set<Integer> TYPES = Set.of(1, 2, 3, 9, 10, 11);
    private static final Set<Integer> DEPTHS = Set.of(8, 15, 16, 24, 32);

    private TgaHeader() {}

    static boolean looksLikeOne(HeaderReader head) {
        int type = head.u8(2);
        boolean mapped = type == 1 || type == 9;
        return head.length() > HEADER_BYTES
                && TYPES.contains(type)
                && head.u8(1) == (mapped ? 1 : 0)
                && (!mapped || DEPTHS.contains(head.u8(7)))
                && DEPTHS.contains(head.u8(16))
                && (head.u8(17) & 0xC0) == 0
                && (head.u8(17) & 15) <= 8
                && head.little16(12) > 0
                && head.little16(14) > 0;
    }

    static ImageHeader read(HeaderReader head) throws FaultException {
        boolean grey = head.u8(2) == 3 || head.u8(2) == 11;
        if (grey && head.u8(16) != 8) {
            throw new FaultException("UnsupportedImage", "grey TGA with " + head.u8(16) + " bits is not supported");
        }
        return ImageHeader.upright(ImageFormat.TGA, head.little16(12), head.little16(14), 5);
    }
}
