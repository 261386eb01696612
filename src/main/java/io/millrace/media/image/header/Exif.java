package io.millrace.media.image.header;

/** Reads how a picture lies from EXIF data: a TIFF file of its own inside the picture's. */
final class Exif {

    private Exif() {}

    /** 1 to 8; 1 where the data of {@code size} bytes at {@code at} do not say, or not in a way that can be read. */
    static int orientation(HeaderReader head, long at, long size) {
        try {
            Tiff tiff = new Tiff(head, at, size);
            long value = tiff.isValid()
                    ? tiff.entries(Tiff.ORIENTATION)
                            .map(tiff::value)
                            .findFirst()
                            .orElse(ImageHeader.UPRIGHT)
                    : ImageHeader.UPRIGHT;
            return value >= 1 && value <= 8 ? (int) value : ImageHeader.UPRIGHT;
        } catch (IndexOutOfBoundsException e) {
            return ImageHeader.UPRIGHT;
        }
    }
}
