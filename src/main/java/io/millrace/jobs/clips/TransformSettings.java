package io.millrace.jobs.clips;

import io.millrace.config.Auto;
import io.millrace.config.ChangesResults;
import io.millrace.config.Range;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.resize.Matrix;
import java.nio.file.Path;

/**
 * What the transform stage can be told.
 *
 * @param workers threads that transform, one clip each
 * @param queue parts that may wait before the stage
 * @param size of the frames
 * @param filter of the resize
 * @param channelOrder of the tensor
 * @param matrix that turns YUV into RGB
 * @param tokenizer the vocabulary that texts are made tokens with, its content in the fingerprint; null for no tokens
 */
public record TransformSettings(
        @Range(min = 1, max = 256) Auto workers,
        @Range(min = 1, max = 1024) int queue,
        @ChangesResults FrameSize size,
        @ChangesResults Filter filter,
        @ChangesResults ChannelOrder channelOrder,
        @ChangesResults Matrix matrix,
        Path tokenizer) {

    /** Whether a tensor of {@code frames} frames is less than 2 GiB, the most that a Java buffer holds. */
    public boolean tensorFits(int frames) {
        return tensorBytes(frames) <= Integer.MAX_VALUE - 8;
    }

    /** Bytes of one tensor of {@code frames} frames. */
    public long tensorBytes(int frames) {
        return 3L * frames * size.height() * size.width();
    }
}
