package io.millrace.media.pixel;

/**
 * One frame of a video, or of a folder of pictures that are one.
 *
 * @param reel the video that it is of, held by this
 * @param index among the frames, 0-based, in presentation order
 * @param ptsS presentation time in seconds; NaN where there is none
 * @param picture {@link PixelLayout#RGB24}, upright, owned by this
 */
public record Frame(Reel reel, int index, double ptsS, Picture picture) implements AutoCloseable {

    /** A frame that is nobody's. */
    public Frame(int index, double ptsS, Picture picture) {
        this(new Reel(null, Double.NaN), index, ptsS, picture);
    }

    /** In pixels. */
    public int width() {
        return picture.width();
    }

    /** In pixels. */
    public int height() {
        return picture.height();
    }

    /** The same frame for a second owner. */
    public Frame share() {
        return new Frame(reel.hold(), index, ptsS, picture.share());
    }

    @Override
    public void close() {
        try {
            picture.close();
        } finally {
            reel.close();
        }
    }
}
