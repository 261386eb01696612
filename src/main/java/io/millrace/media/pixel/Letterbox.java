package io.millrace.media.pixel;

/**
 * Where a whole picture lies in a larger one of other proportions: in the middle, an odd pixel of black more on the
 * right and below.
 *
 * @param left of it in pixels
 * @param top of it in pixels
 * @param width it is brought to, in pixels
 * @param height it is brought to, in pixels
 */
public record Letterbox(int left, int top, int width, int height) {

    /** A picture of {@code width x height} in one of {@code intoWidth x intoHeight}. */
    public static Letterbox of(int width, int height, int intoWidth, int intoHeight) {
        double scale = Math.min((double) intoWidth / width, (double) intoHeight / height);
        int scaledWidth = Math.max(1, (int) Math.round(width * scale));
        int scaledHeight = Math.max(1, (int) Math.round(height * scale));
        return new Letterbox((intoWidth - scaledWidth) / 2, (intoHeight - scaledHeight) / 2, scaledWidth, scaledHeight);
    }
}
