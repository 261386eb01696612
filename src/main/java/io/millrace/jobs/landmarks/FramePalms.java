package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Frame;
import java.util.List;

/**
 * The palms of a frame.
 *
 * @param frame owned by this
 * @param palms best first
 */
record FramePalms(Frame frame, List<Palm> palms) implements AutoCloseable {

    public FramePalms {
        palms = List.copyOf(palms);
    }

    @Override
    public void close() {
        frame.close();
    }
}
