package io.millrace.media.video;

import io.millrace.config.Auto;
import io.millrace.config.ChangesResults;
import io.millrace.config.Range;
import java.time.Duration;

/**
 * What the decode stage of a job on every frame of videos can be told.
 *
 * @param workers threads that decode, one video each
 * @param queue parts that may wait before the stage
 * @param timeout how long a video may go without a packet or a frame before it fails as {@code Hung}
 * @param maxPixels in one frame; a header that claims more is refused before anything is allocated
 * @param frameError what becomes of a video of which a frame cannot be read
 * @param ahead frames of one video that may be under way behind this stage at once
 */
public record FrameDecodeSettings(
        @Range(min = 1, max = 256) Auto workers,
        @Range(min = 1, max = 1024) int queue,
        @Range(min = 1) Duration timeout,
        @ChangesResults @Range(min = 1, max = Integer.MAX_VALUE) long maxPixels,
        @ChangesResults FrameError frameError,
        Auto ahead) {

    private static final int LEAST_AHEAD = 8;

    /** So many that no worker behind this stage waits for a video that another one is in the midst of. */
    public int ahead(int workersBehind) {
        return ahead.orElse(Math.max(LEAST_AHEAD, 2 * workersBehind));
    }
}
