package io.millrace.media.pixel;

import java.util.List;

/**
 * Frames sampled from one video, in its own pixel format and stored orientation.
 *
 * @param of what was asked for
 * @param pictures the distinct sampled frames in presentation order, owned by the clip
 * @param samples one per requested frame, in order; several may name one picture when the video is shorter than asked
 * @param facts of the whole video
 * @param decoding {@code sequential} or {@code sparse}
 */
public record Clip(VideoText of, List<Picture> pictures, List<Sample> samples, VideoFacts facts, String decoding)
        implements AutoCloseable {

    /**
     * One requested frame.
     *
     * @param index of the frame among those that decode, 0-based, in presentation order
     * @param ptsS its presentation time in seconds, as the container says
     * @param picture position in {@link Clip#pictures()}
     */
    public record Sample(int index, double ptsS, int picture) {}

    public Clip {
        pictures = List.copyOf(pictures);
        samples = List.copyOf(samples);
    }

    @Override
    public void close() {
        pictures.forEach(Picture::close);
    }
}
