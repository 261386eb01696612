package io.millrace.media.pixel;

import java.nio.file.Path;
import java.util.List;

/**
 * One entry of a video-text data set before it is decoded.
 *
 * @param file the video
 * @param text its caption, as the manifest has it
 * @param startS where the clip begins, in seconds from the video's first frame; NaN for the beginning
 * @param endS where it ends, exclusive; NaN for the end
 * @param size the manifest's {@code size} numbers; null where it has none
 */
public record VideoText(Path file, String text, double startS, double endS, List<Double> size) {

    public VideoText {
        size = size == null ? null : List.copyOf(size);
    }
}
