package io.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A folder of pictures that the tests make themselves: patches of colour, no two scenes alike. */
record Photos(Path folder) {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;
    private static final int PATCHES = 6;
    private static final int GOOD_QUALITY = 92;

    /** What becomes of a scene before it is written. */
    enum Look {
        PLAIN,
        HALF_AS_LARGE,
        LARGE,
        BRIGHTER,
        BLACK,
        SQUARE
    }

    static Photos in(Path folder) throws IOException {
        return new Photos(Files.createDirectories(folder));
    }

    /** {@code count} scenes, every other a JPEG, some of them in a folder of their own. */
    Photos add(int count) throws IOException {
        for (int n = 0; n < count; n++) {
            add((n % 3 == 0 ? "more/" : "") + n + (n % 2 == 0 ? ".png" : ".jpg"), n);
        }
        return this;
    }

    Path add(String name, int scene) throws IOException {
        return add(name, scene, Look.PLAIN, GOOD_QUALITY);
    }

    /** @param quality of a JPEG, from 1 to 100 */
    Path add(String name, int scene, Look look, int quality) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (Mat picture = scene(scene);
                Mat looking = look(picture, look);
                BytePointer coded = new BytePointer();
                IntPointer options = new IntPointer(options(name, quality))) {
            String ending = name.substring(name.lastIndexOf('.'));
            opencv_imgcodecs.imencode(ending, looking, coded, options);
            byte[] bytes = new byte[(int) coded.limit()];
            coded.get(bytes);
            return Files.write(file, bytes);
        }
    }

    /** A picture that ends too early. */
    Path addBroken(String name) throws IOException {
        Path file = add(name, 1000);
        byte[] whole = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(whole, whole.length / 3));
    }

    /** Paths relative to the folder, sorted. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static int[] options(String name, int quality) {
        return name.endsWith(".jpg") ? new int[] {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality} : new int[0];
    }

    private static Mat scene(int seed) {
        byte[] patches = new byte[3 * PATCHES * PATCHES];
        new Random(seed).nextBytes(patches);
        try (BytePointer data = new BytePointer(patches);
                Mat coarse = new Mat(PATCHES, PATCHES, opencv_core.CV_8UC3, data)) {
            Mat scene = new Mat();
            opencv_imgproc.resize(coarse, scene, new Size(WIDTH, HEIGHT), 0, 0, opencv_imgproc.INTER_CUBIC);
            return scene;
        }
    }

    private static Mat look(Mat scene, Look look) {
        Mat changed = new Mat();
        switch (look) {
            case PLAIN -> scene.copyTo(changed);
            case HALF_AS_LARGE ->
                opencv_imgproc.resize(scene, changed, new Size(WIDTH / 2, HEIGHT / 2), 0, 0, opencv_imgproc.INTER_AREA);
            case LARGE ->
                opencv_imgproc.resize(
                        scene, changed, new Size(8 * WIDTH, 8 * HEIGHT), 0, 0, opencv_imgproc.INTER_CUBIC);
            case BRIGHTER -> scene.convertTo(changed, -1, 1, 15);
            case BLACK -> scene.convertTo(changed, -1, 0, 0);
            case SQUARE -> opencv_imgproc.resize(scene, changed, new Size(HEIGHT, HEIGHT));
        }
        return changed;
    }
}
