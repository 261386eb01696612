package io.millrace.media.video;

import io.millrace.config.Auto;
import io.millrace.config.ChangesResults;
import io.millrace.config.Range;
import java.time.Duration;

/**
 * What the decode stage can be told.
 *
 * @param workers threads that decode, one video each
 * @param queue parts that may wait before the stage
 * @param timeout how long a video may go without a packet before it fails as {@code Hung}
 * @param frames to sample of each video
 * @param sampling where they lie
 * @param maxPixels in one frame; a stream whose header or frames claim more is refused before anything is allocated
 * @param method whether frames that nobody asked for may be left undecoded; the pictures are the same
 * @param corrupt what becomes of a video of which wanted frames are damaged
 */
public record DecodeSettings(
        @Range(min = 1, max = 256) Auto workers,
        @Range(min = 1, max = 1024) int queue,
        @Range(min = 1) Duration timeout,
        @ChangesResults @Range(min = 1, max = 100_000) int frames,
        @ChangesResults Sampling sampling,
        @ChangesResults @Range(min = 1, max = Integer.MAX_VALUE) long maxPixels,
        Method method,
        @ChangesResults Corrupt corrupt) {

    /** With the time that it has by default. */
    public DecodeSettings(
            Auto workers, int queue, int frames, Sampling sampling, long maxPixels, Method method, Corrupt corrupt) {
        this(workers, queue, Duration.ofSeconds(30), frames, sampling, maxPixels, method, corrupt);
    }
}
