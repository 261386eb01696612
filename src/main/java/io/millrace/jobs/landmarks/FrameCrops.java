package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Reel;
import io.millrace.media.pixel.Tensor;
import java.util.List;

/**
 * What the hand model sees of a frame.
 *
 * @param reel the video that the frame is of, held by this
 * @param index of the frame
 * @param ptsS of the frame, in seconds
 * @param width of the frame, in pixels
 * @param height of the frame, in pixels
 * @param regions of the frame in which a hand may be
 * @param pixels uint8 {@code [regions, side, side, 3]}, owned by this; null where there is no region
 */
public record FrameCrops(Reel reel, int index, double ptsS, int width, int height, List<Region> regions, Tensor pixels)
        implements AutoCloseable {

    public FrameCrops {
        regions = List.copyOf(regions);
    }

    @Override
    public void close() {
        try (reel) {
            if (pixels != null) {
                pixels.close();
            }
        }
    }
}
