package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/** The size segment of a JPEG 2000 codestream (ITU-T T.800 A.5.1), bare or in a JP2 file. */
final class Jpeg2000Header {

    private static final int CODESTREAM = 0xFF4FFF51;

    private Jpeg2000Header() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        long at = codestream(head) + 8;
        long width = head.unsigned32(at) - head.unsigned32(at + 8);
        long height = head.unsigned32(at + 4) - head.unsigned32(at + 12);
        int components = head.u16(at + 32);
        if (components > 4) {
            throw new FaultException(
                    "UnsupportedImage", "JPEG 2000 with " + components + " components is not supported");
        }
        // A coefficient in 32 bits each way of the wavelet, and the frame in 16.
        return ImageHeader.upright(ImageFormat.JPEG2000, width, height, 14L * components);
    }

    /** Where the start-of-codestream marker stands. */
    private static long codestream(HeaderReader head) throws FaultException {
        for (long at = 0; at + 12 <= head.length(); ) {
            if (head.u32(at) == CODESTREAM) {
                return at;
            }
            long size = head.unsigned32(at);
            int headBytes = size == 1 ? 16 : 8;
            if (head.letters(at + 4).equals("jp2c")) {
                return at + headBytes;
            }
            size = size == 1 ? (long) head.u32(at + 8) << 32 | head.unsigned32(at + 12) : size;
            at += Math.max(8, size);
        }
        throw new FaultException("CorruptImage", "the JPEG 2000 file holds no codestream");
    }
}
