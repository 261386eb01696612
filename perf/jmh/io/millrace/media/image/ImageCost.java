package io.millrace.media.image;

import io.millrace.config.Auto;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.video.Collected;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * CPU nanoseconds a pixel of {@link ImageDecoder}, against a bare loop of OpenCV's imdecode into one matrix (the file
 * in memory already, nothing hashed, nothing turned), in turn on one thread. A noisy scene, as photographs are.
 */
final class ImageCost {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 21;

    private ImageCost() {}

    public static void main(String[] none) throws Exception {
        Path folder = Files.createTempDirectory("images");
        System.out.println("CPU ns a pixel of the whole picture, median of " + ROUNDS + " rounds in turn");
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Path path = SampleImages.write(folder.resolve("picture"), file.getValue());
            measure(file.getKey(), path, Scale.EXACT);
            if (file.getKey().contains("JPEG")) {
                measure(file.getKey(), path, Scale.FAST);
            }
            Files.delete(path);
        }
        Files.delete(folder);
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Rgb large = noisy(4000, 3000);
        Rgb medium = noisy(1024, 768);
        Rgb small = noisy(200, 200);
        files.put("JPEG 4000x3000", SampleImages.encode(".jpg", large, opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 88));
        files.put("JPEG 1024x768", SampleImages.encode(".jpg", medium, opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 88));
        files.put("JPEG 1024x768 lying", SampleImages.lying(files.get("JPEG 1024x768"), 6));
        files.put("JPEG 200x200", SampleImages.encode(".jpg", small, opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 88));
        files.put(
                "JPEG 1024x768 progressive",
                SampleImages.encode(".jpg", medium, opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
        files.put("PNG 1024x768", SampleImages.encode(".png", medium));
        files.put("WebP 1024x768", SampleImages.encode(".webp", medium, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 80));
        files.put("GIF 1024x768", SampleImages.encode(".gif", medium));
        files.put("TIFF 1024x768 LZW", SampleImages.encode(".tif", medium));
        files.put("BMP 1024x768", SampleImages.encode(".bmp", medium));
        return files;
    }

    private static Rgb noisy(int width, int height) {
        Rgb scene = SampleImages.scene(width, height);
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < scene.pixels().length; i++) {
            int value = (scene.pixels()[i] & 0xff) + (int) (random.nextGaussian() * 6);
            scene.pixels()[i] = (byte) Math.max(0, Math.min(255, value));
        }
        return scene;
    }

    private static void measure(String name, Path file, Scale scale) throws Exception {
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        byte[] bytes = Files.readAllBytes(file);
        int flags = opencv_imgcodecs.IMREAD_COLOR_RGB
                | (scale == Scale.FAST ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 : 0);
        try (BufferPool pool = new BufferPool(256 << 20);
                ImageDecoder decoder = new ImageDecoder(settings(scale), shorterHalf(bytes), pool, 0);
                BytePointer pointer = new BytePointer(bytes);
                Mat coded = new Mat(1, bytes.length, opencv_core.CV_8UC1, pointer);
                Mat into = new Mat()) {
            long pixels = 0;
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long begin = cpu();
                try (DecodedImage image = Collected.result(decoder, new ImageFile(file, name))) {
                    pixels = (long) image.width() * image.height();
                }
                long middle = cpu();
                opencv_imgcodecs.imdecode(coded, flags, into).close();
                long end = cpu();
                ours[Math.max(i, 0)] = (double) (middle - begin) / pixels;
                bare[Math.max(i, 0)] = (double) (end - middle) / pixels;
            }
        }
        Arrays.sort(ours);
        Arrays.sort(bare);
        double us = ours[ROUNDS / 2];
        double them = bare[ROUNDS / 2];
        System.out.printf(
                "%-28s %-5s ours %6.2f  imdecode %6.2f  ratio %.2f%n",
                name, scale.name().toLowerCase(java.util.Locale.ROOT), us, them, us / them);
    }

    /** So that FAST decodes to a half. */
    private static int shorterHalf(byte[] bytes) throws Exception {
        ImageHeader header = ImageHeader.read(java.nio.ByteBuffer.wrap(bytes));
        return Math.min(header.width(), header.height()) / 2;
    }

    private static ImageDecodeSettings settings(Scale scale) {
        return new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(30), Rgb.MAX_PIXELS, scale);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? threads.getCurrentThreadCpuTime()
                : System.nanoTime();
    }
}
