package io.millrace.media.video;

import io.millrace.config.Auto;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * CPU seconds of sampling 16 frames of one clip, only what they need decoded and everything in order, in turn on one
 * thread. The clips are made by the ffmpeg program: 480 frames, libx264 with its defaults (B-frames, a pyramid of them,
 * 250 frames from key frame to key frame), and once with a key frame every 50. That both ways give the same pictures is
 * SparseDecodingTest's affair.
 */
final class SparseCost {

    private static final int FRAMES = 480;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 7;

    private SparseCost() {}

    public static void main(String[] none) throws Exception {
        Path folder = Files.createTempDirectory("sparse");
        System.out.println("CPU seconds a clip, median of " + ROUNDS + " rounds in turn; 16 of " + FRAMES + " frames");
        for (String size : new String[] {"640x360", "1280x720"}) {
            for (String options : new String[] {"-c:v libx264", "-c:v libx264 -g 50"}) {
                Path file = folder.resolve("clip.mp4");
                measure(FfmpegVideo.write(file, size, FRAMES, options), size + " " + options);
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void measure(Path file, String name) throws Exception {
        double[] sequential = new double[ROUNDS];
        double[] sparse = new double[ROUNDS];
        try (BufferPool pool = new BufferPool(256 << 20);
                VideoDecoder inOrder = decoder(Method.SEQUENTIAL, pool);
                VideoDecoder partly = decoder(Method.AUTO, pool)) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                sequential[Math.max(i, 0)] = seconds(inOrder, file, "sequential");
                sparse[Math.max(i, 0)] = seconds(partly, file, "sparse");
            }
        }
        Arrays.sort(sequential);
        Arrays.sort(sparse);
        double inOrder = sequential[ROUNDS / 2];
        double partly = sparse[ROUNDS / 2];
        System.out.printf(
                "%-28s sequential %.3f  sparse %.3f  ratio %.2f%n", name, inOrder, partly, inOrder / partly);
    }

    private static double seconds(VideoDecoder decoder, Path file, String way) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        try (Clip clip = Collected.result(decoder, Collected.whole(file))) {
            if (!clip.decoding().equals(way) || clip.pictures().size() != 16) {
                throw new IllegalStateException("decoded otherwise: " + clip.decoding());
            }
        }
        return (threads.getCurrentThreadCpuTime() - begin) / 1e9;
    }

    private static VideoDecoder decoder(Method method, BufferPool pool) {
        return new VideoDecoder(
                new DecodeSettings(Auto.AUTO, 4, 16, Sampling.ENDPOINT_INCLUDED, 178_956_970, method, Corrupt.FAIL), pool);
    }
}
