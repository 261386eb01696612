package io.millrace.media.pixel;

/**
 * How the bytes of a picture lie and what colours they mean.
 *
 * @param name FFmpeg's name of the pixel format ({@code yuv420p10le}, {@code rgb24}); planes follow one another without
 *     padding, as in FFmpeg's rawvideo
 * @param matrix FFmpeg's name of the YUV matrix ({@code bt709}), {@code unknown} where the stream names none
 * @param range {@code tv}, {@code pc} or {@code unknown}
 */
public record PixelLayout(String name, String matrix, String range) {

    /** A matrix or range that the stream does not name. */
    public static final String UNKNOWN = "unknown";

    /** 8-bit red, green, blue, interleaved: what transforms hand on. */
    public static final PixelLayout RGB24 = new PixelLayout("rgb24", UNKNOWN, UNKNOWN);
}
