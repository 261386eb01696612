package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Tensor;

/**
 * A frame, and what the palm detector sees of it.
 *
 * @param frame owned by this
 * @param pixels uint8 {@code [side, side, 3]}; owned by this
 * @param region what of the frame that is: all of it, and what it takes to make it square
 */
public record FittedFrame(Frame frame, Tensor pixels, Region region) implements AutoCloseable {

    @Override
    public void close() {
        try {
            frame.close();
        } finally {
            pixels.close();
        }
    }
}
