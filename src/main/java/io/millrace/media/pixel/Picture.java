package io.millrace.media.pixel;

/**
 * One picture in leased memory, immutable once made.
 *
 * @param layout of {@code pixels}
 * @param width in pixels, as stored (before any rotation)
 * @param height in pixels, as stored
 * @param pixels owned by the picture
 */
public record Picture(PixelLayout layout, int width, int height, Lease pixels) implements AutoCloseable {

    /** The same picture for a second owner. */
    public Picture share() {
        return new Picture(layout, width, height, pixels.share());
    }

    @Override
    public void close() {
        pixels.close();
    }
}
