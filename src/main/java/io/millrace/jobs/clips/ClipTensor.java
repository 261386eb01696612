package io.millrace.jobs.clips;

import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Tensor;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.media.pixel.VideoText;
import java.util.List;

/**
 * A clip ready to be encoded.
 *
 * @param of what was asked for
 * @param tokens of its text, as ids of a vocabulary; null where none is configured; not to be written to
 * @param frames uint8 {@code [frames, height, width, 3]}, upright, owned by this
 * @param samples which frame each is, in order
 * @param facts of the whole video
 * @param decoding {@code sequential} or {@code sparse}
 * @param filter of the resize, as in configuration
 * @param channelOrder {@code rgb} or {@code bgr}
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClipTensor(
        VideoText of,
        long[] tokens,
        Tensor frames,
        List<Clip.Sample> samples,
        VideoFacts facts,
        String decoding,
        String filter,
        String channelOrder)
        implements AutoCloseable {

    public ClipTensor {
        samples = List.copyOf(samples);
    }

    @Override
    public void close() {
        frames.close();
    }
}
