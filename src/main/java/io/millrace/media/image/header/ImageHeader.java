package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.nio.ByteBuffer;

/**
 * What a picture file says of itself, read without a codec.
 *
 * @param format by the first bytes
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param orientation how the stored picture lies, as EXIF numbers it: 1 to 8, 1 where the file says nothing that can be
 *     read
 * @param codecBytes what the codec allocates for itself at the most, besides the 8-bit RGB picture
 */
public record ImageHeader(ImageFormat format, int width, int height, int orientation, long codecBytes) {

    public static final int UPRIGHT = 1;
    private static final int FIRST_LYING = 5;

    /** Contexts, tables, rows: what any codec needs. */
    private static final long FIXED_BYTES = 1L << 20;

    /** FFmpeg pads its pictures. */
    private static final long PADDING_PIXELS = 64;

    /** @throws FaultException {@code NotAnImage UnsupportedImage CorruptImage} */
    public static ImageHeader read(ByteBuffer bytes) throws FaultException {
        ImageFormat format = ImageFormat.of(bytes);
        try {
            return format.read(new HeaderReader(bytes));
        } catch (IndexOutOfBoundsException e) {
            throw new FaultException("CorruptImage", "the " + format.title() + " file breaks off in its header");
        }
    }

    /** As {@link #of}, of a file that says nothing of how its picture lies. */
    static ImageHeader upright(ImageFormat format, long width, long height, long bytesPerPixel) throws FaultException {
        return of(format, width, height, UPRIGHT, bytesPerPixel);
    }

    /** A header of which the codec takes {@code bytesPerPixel} for each pixel, and the usual besides. */
    static ImageHeader of(ImageFormat format, long width, long height, int orientation, long bytesPerPixel)
            throws FaultException {
        long pixels = (width + PADDING_PIXELS) * (height + PADDING_PIXELS);
        return withCodecBytes(format, width, height, orientation, bytesPerPixel * pixels);
    }

    static ImageHeader withCodecBytes(ImageFormat format, long width, long height, int orientation, long codecBytes)
            throws FaultException {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new FaultException(
                    "CorruptImage", "the " + format.title() + " header claims " + width + "x" + height + " pixels");
        }
        int known = orientation >= UPRIGHT && orientation <= 8 ? orientation : UPRIGHT;
        return new ImageHeader(format, (int) width, (int) height, known, FIXED_BYTES + codecBytes);
    }

    /** Whether width and height change places on the way to upright. */
    public boolean isLying() {
        return orientation >= FIRST_LYING;
    }

    public int uprightWidth() {
        return isLying() ? height : width;
    }

    public int uprightHeight() {
        return isLying() ? width : height;
    }
}
