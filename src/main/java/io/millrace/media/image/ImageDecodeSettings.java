package io.millrace.media.image;

import io.millrace.config.Auto;
import io.millrace.config.ChangesResults;
import io.millrace.config.Range;
import java.time.Duration;

/**
 * What the decode stage of a job on pictures can be told.
 *
 * @param workers threads that decode, one picture each
 * @param queue parts that may wait before the stage
 * @param timeout how long one picture may take before it fails as {@code Hung}
 * @param maxPixels in one picture; a header that claims more is refused before anything is allocated
 * @param scale whether JPEG may be decoded smaller
 */
public record ImageDecodeSettings(
        @Range(min = 1, max = 256) Auto workers,
        @Range(min = 1, max = 1024) int queue,
        @Range(min = 1) Duration timeout,
        @ChangesResults @Range(min = 1, max = Integer.MAX_VALUE) long maxPixels,
        @ChangesResults Scale scale) {

    /** With what a job has made of {@link Scale#AUTO}. */
    public ImageDecodeSettings at(Scale effective) {
        return new ImageDecodeSettings(workers, queue, timeout, maxPixels, effective);
    }
}
