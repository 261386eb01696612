package io.millrace.jobs.clips;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Clips to measure with. Nothing but their sizes is like what a user has. */
final class ClipsSample {

    private static final int ENTRIES = 3000;
    private static final int FRAMES = 2 * 25;

    private ClipsSample() {}

    /** The words that name them. */
    static List<String> in(Path folder) throws IOException {
        List<Path> videos = List.of(
                video(folder.resolve("full.mp4"), Coding.H264_MP4, 1920, 1080),
                video(folder.resolve("half.mp4"), Coding.H264_MP4, 1280, 720),
                video(folder.resolve("small.mp4"), Coding.MPEG4_MP4, 640, 360));
        Path pairs = folder.resolve("pairs.jsonl");
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedWriter lines = Files.newBufferedWriter(pairs)) {
            for (int i = 0; i < ENTRIES; i++) {
                String video = videos.get(i % videos.size()).getFileName().toString();
                Map<String, Object> entry =
                        Map.of("id", "clip-" + i, "video", video, "text", "A disc", "size", List.of(0.1));
                lines.write(mapper.writeValueAsString(entry) + "\n");
            }
        }
        return List.of(pairs.toString(), "--clips-dir", folder.toString());
    }

    private static Path video(Path file, Coding coding, int width, int height) throws IOException {
        return SampleVideos.write(file, coding, width, height, FRAMES).file();
    }
}
