package io.millrace.media.pixel;

/**
 * What a model is to see of a picture.
 *
 * @param of the file it comes from
 * @param sha256 of the file's bytes, 64 lower-case hexadecimal digits
 * @param width of the whole picture in pixels, upright
 * @param height of the whole picture in pixels, upright
 * @param pixels uint8 {@code [height, width, 3]} red, green, blue, of the model's size, owned by this; null where the
 *     vector of these bytes is known already
 */
public record AlignedImage(ImageFile of, String sha256, int width, int height, Tensor pixels) implements AutoCloseable {

    @Override
    public void close() {
        if (pixels != null) {
            pixels.close();
        }
    }
}
