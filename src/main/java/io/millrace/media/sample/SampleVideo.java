package io.millrace.media.sample;

import java.nio.file.Path;

/**
 * A small video that {@link SampleVideos} made.
 *
 * @param file where it lies
 * @param caption what it shows, in a sentence
 * @param frames that decode; 0 where none does
 * @param width upright, in pixels
 * @param height upright, in pixels
 * @param rotation clockwise degrees that turn its stored pictures upright
 */
public record SampleVideo(Path file, String caption, int frames, int width, int height, int rotation) {

    public boolean decodable() {
        return frames > 0;
    }
}
