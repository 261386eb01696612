package io.millrace.jobs.landmarks;

import io.millrace.media.sample.SamplePhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders of frames to measure with. */
final class LandmarksSample {

    private static final int VIDEOS = 40;
    private static final int FRAMES = 60;

    private LandmarksSample() {}

    /**
     * The words that name them. There are no hands in them, so that anything counts for one: the second model is to
     * work, too.
     */
    static List<String> in(Path folder) throws IOException {
        byte[] frame = SamplePhotos.jpeg(1280, 720);
        for (int video = 0; video < VIDEOS; video++) {
            Path frames = Files.createDirectories(folder.resolve("video-" + video));
            for (int i = 0; i < FRAMES; i++) {
                Files.write(frames.resolve(i + ".jpg"), frame);
            }
        }
        return List.of("--frames-dir", folder.toString(), "--set", "hands.palm-score=0", "--set", "hands.hand-score=0");
    }
}
