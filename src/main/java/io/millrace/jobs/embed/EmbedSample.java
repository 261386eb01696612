package io.millrace.jobs.embed;

import io.millrace.media.sample.SamplePhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Pictures to measure with. No two have the same bytes: such are embedded once. */
final class EmbedSample {

    private static final int PHOTOS = 200;

    private EmbedSample() {}

    /** The words that name them. */
    static List<String> in(Path folder) throws IOException {
        byte[] large = SamplePhotos.jpeg(4000, 3000);
        byte[] middle = SamplePhotos.jpeg(1920, 1080);
        byte[] small = SamplePhotos.jpeg(640, 480);
        for (int i = 0; i < PHOTOS; i++) {
            write(folder.resolve("photo-" + i + ".jpg"), large, i);
            write(folder.resolve("photo-" + i + "-middle.jpg"), middle, i);
            write(folder.resolve("photo-" + i + "-small.jpg"), small, i);
        }
        return List.of(folder.toString());
    }

    /** What follows a JPEG's end is not looked at. */
    private static void write(Path file, byte[] jpeg, int number) throws IOException {
        byte[] bytes = Arrays.copyOf(jpeg, jpeg.length + Short.BYTES);
        bytes[jpeg.length] = (byte) (number >> 8);
        bytes[jpeg.length + 1] = (byte) number;
        Files.write(file, bytes);
    }
}
