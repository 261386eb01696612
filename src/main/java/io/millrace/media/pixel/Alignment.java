package io.millrace.media.pixel;

/**
 * How a picture becomes what a model is to see, an {@link AlignedImage}.
 *
 * @param height in pixels
 * @param width in pixels
 * @param fit what becomes of other proportions
 * @param filter of the resize
 */
public record Alignment(int height, int width, Fit fit, Filter filter) {

    public Alignment {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a model sees at least one pixel, not " + height + "x" + width);
        }
        if (fit == Fit.CENTRE_CROP && height != width) {
            throw new IllegalArgumentException("centre-crop is for square sizes, not " + height + "x" + width);
        }
        if (fit == Fit.CENTRE_CROP && filter != Filter.PILLOW_BICUBIC) {
            // The other filters would have to resize what is cut off: gigabytes for a strip of paper.
            throw new IllegalArgumentException("centre-crop goes with filter = pillow-bicubic only");
        }
    }

    /** Of the pixels of an aligned picture. */
    public int bytes() {
        return Math.multiplyExact(3, Math.multiplyExact(height, width));
    }
}
