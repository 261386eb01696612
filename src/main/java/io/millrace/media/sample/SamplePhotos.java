package io.millrace.media.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A few small pictures with near-duplicates among them, and one broken file: for the demo and for tests. The same
 * pixels each time.
 */
public final class SamplePhotos {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int[] POOR = {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 30};

    /** Colours in blue, green, red; then how often a wave fits. */
    private static final int[][] SCENES = {
        {40, 90, 220, 1}, {200, 120, 30, 2}, {60, 180, 60, 3}, {180, 60, 170, 5}, {30, 200, 220, 8}, {120, 120, 120, 13}
    };

    private SamplePhotos() {}

    /**
     * Writes all of them; each scene as {@code scene-N.png}, {@code scene-N-small.jpg} and {@code scene-N-poor.jpg}.
     */
    public static List<Path> writeAll(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int n = 0; n < SCENES.length; n++) {
            try (Mat scene = scene(SCENES[n], WIDTH, HEIGHT);
                    Mat small = new Mat()) {
                opencv_imgproc.resize(scene, small, new Size(WIDTH / 2, HEIGHT / 2), 0, 0, opencv_imgproc.INTER_AREA);
                files.add(write(folder.resolve("scene-" + n + ".png"), scene));
                files.add(write(folder.resolve("scene-" + n + "-small.jpg"), small));
                files.add(write(folder.resolve("scene-" + n + "-poor.jpg"), scene, POOR));
            }
        }
        byte[] whole = Files.readAllBytes(files.get(0));
        files.add(Files.write(folder.resolve("broken.png"), Arrays.copyOf(whole, whole.length / 3)));
        return files;
    }

    /** One of the scenes as a JPEG of this size. */
    public static byte[] jpeg(int width, int height) throws IOException {
        try (Mat scene = scene(SCENES[SCENES.length - 1], width, height)) {
            return encoded(".jpg", scene);
        }
    }

    /** A bright disc over waves. */
    private static Mat scene(int[] form, int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double wave = Math.sin(form[3] * (x + y * (form[3] % 3)) * Math.PI / width);
                double disc = Math.hypot(x - width * (0.2 + 0.05 * form[3]), y - height / 2.0) < height / 4.0 ? 90 : 0;
                for (int channel = 0; channel < 3; channel++) {
                    double value = form[channel] * (0.7 + 0.3 * wave) + disc;
                    pixels[at++] = (byte) Math.min(255, Math.round(value));
                }
            }
        }
        Mat scene = new Mat(height, width, opencv_core.CV_8UC3);
        scene.data().put(pixels, 0, pixels.length);
        return scene;
    }

    private static Path write(Path file, Mat picture, int... options) throws IOException {
        String name = file.getFileName().toString();
        return Files.write(file, encoded(name.substring(name.lastIndexOf('.')), picture, options));
    }

    private static byte[] encoded(String ending, Mat picture, int... options) throws IOException {
        try (BytePointer bytes = new BytePointer();
                IntPointer settings = options.length == 0 ? new IntPointer() : new IntPointer(options)) {
            if (!opencv_imgcodecs.imencode(ending, picture, bytes, settings)) {
                throw new IOException("cannot encode a picture as " + ending);
            }
            ByteBuffer encoded = bytes.asBuffer();
            byte[] content = new byte[encoded.remaining()];
            encoded.get(content);
            return content;
        }
    }
}
