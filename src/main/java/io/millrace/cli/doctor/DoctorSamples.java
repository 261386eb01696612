package io.millrace.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.Job;
import io.millrace.media.sample.SamplePhotos;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Input to measure with where none is named: of the sizes that phones and cameras make, and enough of it for a minute.
 * Nothing but the sizes is like what a user has.
 */
record DoctorSamples(Path root) {

    private static final int ENTRIES = 3000;
    private static final int PHOTOS = 200;
    private static final int VIDEOS = 40;
    private static final int FRAMES = 60;

    /** The words that name them to {@code job}, in place of its input. */
    List<String> words(Job job) throws Refusal, IOException {
        System.err.println("making samples for " + job.name() + " ...");
        return switch (job.inputKey()) {
            case "source.pairs" -> List.of(pairs().toString(), "--clips-dir", root.toString());
            case "source.images" -> List.of(photos().toString());
            // There are no hands in them, so that anything counts for one: the second model is to work, too.
            case "source.frames-dir" ->
                List.of(
                        "--frames-dir",
                        frames().toString(),
                        "--set",
                        "hands.palm-score=0",
                        "--set",
                        "hands.hand-score=0");
            default -> throw new Refusal(ExitCode.USAGE, "there are no samples for " + job.name() + "; name its input");
        };
    }

    private Path pairs() throws IOException {
        List<Path> videos = new ArrayList<>();
        videos.add(video("full.mp4", Coding.H264_MP4, 1920, 1080));
        videos.add(video("half.mp4", Coding.H264_MP4, 1280, 720));
        videos.add(video("small.mp4", Coding.MPEG4_MP4, 640, 360));
        Path pairs = root.resolve("pairs.jsonl");
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedWriter lines = Files.newBufferedWriter(pairs)) {
            for (int i = 0; i < ENTRIES; i++) {
                String video = videos.get(i % videos.size()).getFileName().toString();
                Map<String, Object> entry =
                        Map.of("id", "clip-" + i, "video", video, "text", "A disc", "size", List.of(0.1));
                lines.write(mapper.writeValueAsString(entry) + "\n");
            }
        }
        return pairs;
    }

    private Path video(String name, Coding coding, int width, int height) throws IOException {
        return SampleVideos.write(root.resolve(name), coding, width, height, 2 * 25)
                .file();
    }

    /** No two have the same bytes: such are embedded once. */
    private Path photos() throws IOException {
        Path folder = Files.createDirectories(root.resolve("photos"));
        byte[] large = SamplePhotos.jpeg(4000, 3000);
        byte[] middle = SamplePhotos.jpeg(1920, 1080);
        byte[] small = SamplePhotos.jpeg(640, 480);
        for (int i = 0; i < PHOTOS; i++) {
            write(folder.resolve("photo-" + i + ".jpg"), large, i);
            write(folder.resolve("photo-" + i + "-middle.jpg"), middle, i);
            write(folder.resolve("photo-" + i + "-small.jpg"), small, i);
        }
        return folder;
    }

    private Path frames() throws IOException {
        Path folder = root.resolve("frames");
        byte[] frame = SamplePhotos.jpeg(1280, 720);
        for (int video = 0; video < VIDEOS; video++) {
            Path frames = Files.createDirectories(folder.resolve("video-" + video));
            for (int i = 0; i < FRAMES; i++) {
                Files.write(frames.resolve(i + ".jpg"), frame);
            }
        }
        return folder;
    }

    /** What follows a JPEG's end is not looked at. */
    private static void write(Path file, byte[] jpeg, int number) throws IOException {
        byte[] bytes = Arrays.copyOf(jpeg, jpeg.length + Short.BYTES);
        bytes[jpeg.length] = (byte) (number >> 8);
        bytes[jpeg.length + 1] = (byte) number;
        Files.write(file, bytes);
    }
}
