package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/** The information header of a Windows bitmap. */
final class BmpHeader {

    static final int FILE_HEADER_BYTES = 14;
    private static final int CORE_BYTES = 12;

    private BmpHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        boolean core = head.little32(FILE_HEADER_BYTES) == CORE_BYTES;
        long width = core ? head.little16(18) : head.little32(18);
        long height = core ? head.little16(20) : Math.abs((long) head.little32(22));
        return ImageHeader.upright(ImageFormat.BMP, width, height, 4);
    }
}
