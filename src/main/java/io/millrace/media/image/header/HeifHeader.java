package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;

/** What a HEIF or AVIF file says of its primary picture. */
final class HeifHeader {

    /** Reference slots of an AV1 or HEVC decoder, of 16-bit 4:4:4 at the worst. */
    private static final long BYTES_PER_TILE_PIXEL = 10 * 6;

    private HeifHeader() {}

    static ImageHeader read(HeaderReader head) throws FaultException {
        HeifFile file = HeifFile.read(head);
        HeifGrid grid = HeifGrid.of(file, head, Long.MAX_VALUE);
        int orientation = file.orientation(file.primary());
        long codecBytes = BYTES_PER_TILE_PIXEL * (grid.tileWidth() + 64L) * (grid.tileHeight() + 64L);
        return ImageHeader.withCodecBytes(ImageFormat.HEIF, grid.width(), grid.height(), orientation, codecBytes);
    }
}
