package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/** The first chunks of a WebP file (RFC 9649). */
final class WebpHeader {

    private static final int FIRST_CHUNK = 12;
    private static final int ANIMATED = 2;
    private static final int HAS_EXIF = 8;

    private WebpHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        return switch (head.letters(FIRST_CHUNK)) {
            case "VP8X" -> extended(head);
            case "VP8 " -> lossy(head);
            case "VP8L" -> lossless(head);
            default -> throw new FaultException("CorruptImage", "the WebP file begins with a chunk of no known kind");
        };
    }

    private static ImageHeader lossy(HeaderReader head) throws FaultException {
        return ImageHeader.upright(ImageFormat.WEBP, head.little16(26) & 0x3fff, head.little16(28) & 0x3fff, 2);
    }

    private static ImageHeader lossless(HeaderReader head) throws FaultException {
        if (head.u8(20) != 0x2F) {
            throw new FaultException("CorruptImage", "the WebP file's lossless data have no signature");
        }
        int sizes = head.little32(21);
        int width = (sizes & 0x3fff) + 1;
        int height = (sizes >> 14 & 0x3fff) + 1;
        return ImageHeader.upright(ImageFormat.WEBP, width, height, 10);
    }

    /** May be lossless; an animation is drawn on canvases of its own. */
    private static ImageHeader extended(HeaderReader head) throws FaultException {
        int flags = head.u8(20);
        int orientation = (flags & HAS_EXIF) == 0 ? ImageHeader.UPRIGHT : orientation(head);
        int bytesPerPixel = (flags & ANIMATED) != 0 ? 24 : 10;
        return ImageHeader.of(
                ImageFormat.WEBP, head.little24(24) + 1L, head.little24(27) + 1L, orientation, bytesPerPixel);
    }

    private static int orientation(HeaderReader head) {
        for (long at = FIRST_CHUNK; at + 8 <= head.length(); ) {
            long size = head.little32(at + 4) & 0xffffffffL;
            if (head.letters(at).equals("EXIF")) {
                int skipped = head.is(at + 8, "Exif\0\0") ? 6 : 0;
                return Exif.orientation(head, at + 8 + skipped, size - skipped);
            }
            at += 8 + size + (size & 1);
        }
        return ImageHeader.UPRIGHT;
    }
}
