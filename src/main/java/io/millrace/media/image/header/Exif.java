package io.millrace.media.image.header;

/** Reads how a picture lies from EXIF data: a TIFF file of its own inside the picture's. */
final class Exif {

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    private Exif() {}

    /** 1 to 8; 1 where the data of {@code size} bytes at {@code at} do not say, or not in a way that can be read. */
    static int orientation(HeaderReader head, long at, long size) {
        try {
            return orientation(new Tiff(head, at, size));
        } catch (IndexOutOfBoundsException e) {
            return ImageHeader.UPRIGHT;
        }
    }

    private static int orientation(Tiff tiff) {
        if (!tiff.isValid()) {
            return ImageHeader.UPRIGHT;
        }
        long directory = tiff.directory();
        int entries = tiff.u16(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) ENTRY_BYTES * i;
            if (tiff.u16(entry) == ORIENTATION) {
                int value = tiff.u16(entry + 2) == SHORT ? tiff.u16(entry + 8) : (int) tiff.u32(entry + 8);
                return value >= 1 && value <= 8 ? value : ImageHeader.UPRIGHT;
            }
        }
        return ImageHeader.UPRIGHT;
    }
}
