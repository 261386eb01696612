package io.millrace.media.pixel;

/**
 * A picture file, decoded.
 *
 * @param of what was asked for
 * @param sha256 of the file's bytes, 64 lower-case hexadecimal digits
 * @param width of the whole picture in pixels, upright
 * @param height of the whole picture in pixels, upright
 * @param picture {@link PixelLayout#RGB24}, upright, owned by this; smaller than the whole picture where it was decoded
 *     to a scale; null, with width and height 0, where what is wanted of these bytes is known already
 */
public record DecodedImage(ImageFile of, String sha256, int width, int height, Picture picture)
        implements AutoCloseable {

    @Override
    public void close() {
        if (picture != null) {
            picture.close();
        }
    }
}
