package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;

class StatisticalEmbedderTest {

    private final StatisticalEmbedder embedder = new StatisticalEmbedder();

    @Test
    void shouldGiveAVectorOfLengthOneForAnyPicture() {
        for (int[] size : new int[][] {{1, 1}, {1, 500}, {63, 65}, {64, 64}, {200, 131}}) {
            float[] vector = embedder.of(scene(size[0], size[1]), size[0], size[1]);

            assertThat(vector).hasSize(512);
            assertThat(cosine(vector, vector)).isBetween(1 - 1e-6, 1 + 1e-6);
        }
        float[] black = embedder.of(ByteBuffer.allocate(3 * 80 * 80), 80, 80);
        assertThat(cosine(black, black)).isBetween(1 - 1e-6, 1 + 1e-6);
    }

    /** The bits, not about: on another machine they have to be the same. */
    @Test
    void shouldGiveTheGoldenBits() {
        float[] vector = embedder.of(scene(128, 160), 128, 160);

        assertThat(new float[] {vector[0], vector[1], vector[2], vector[108], vector[180], vector[308], vector[500]})
                .containsExactly(GOLDEN);
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length);
        bytes.asFloatBuffer().put(vector);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        assertThat(Long.toHexString(crc.getValue())).isEqualTo("6aa2e693");
    }

    @Test
    void shouldNotRememberThePictureBefore() {
        float[] first = embedder.of(scene(100, 100), 100, 100);
        embedder.of(ByteBuffer.allocate(3 * 40 * 40), 40, 40);

        assertThat(embedder.of(scene(100, 100), 100, 100)).containsExactly(first);
        assertThat(new StatisticalEmbedder().of(scene(100, 100), 100, 100)).containsExactly(first);
    }

    @Test
    void shouldSeeThatAPictureIsTheSameAfterMildEdits() {
        try (Mat picture = mat(scene(240, 320), 240, 320);
                Mat smaller = new Mat();
                Mat square = new Mat();
                Mat brighter = new Mat();
                Size size = new Size(131, 99);
                Size sides = new Size(200, 200)) {
            float[] whole = of(picture);
            opencv_imgproc.resize(picture, smaller, size, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.resize(picture, square, sides, 0, 0, opencv_imgproc.INTER_LINEAR);
            picture.convertTo(brighter, -1, 1.1, 12);

            assertThat(cosine(whole, of(smaller))).as("smaller").isGreaterThan(0.98);
            assertThat(cosine(whole, of(square))).as("square").isGreaterThan(0.98);
            assertThat(cosine(whole, of(brighter))).as("brighter").isGreaterThan(0.9);
            assertThat(cosine(whole, of(recompressed(picture))))
                    .as("recompressed")
                    .isGreaterThan(0.98);
        }
    }

    @Test
    void shouldTellTheDuplicatesOfTheFixturesFromDistinctPictures() throws Exception {
        Path dedup = Fixtures.path("dedup");
        Map<String, String> groups = new LinkedHashMap<>();
        for (JsonNode group : new ObjectMapper()
                .readTree(dedup.resolve("groups.json").toFile())
                .get("groups")) {
            if (!group.has("turned_version_of") && !group.get("group").asText().matches("landscape_exif")) {
                group.get("members")
                        .forEach(member -> groups.put(
                                member.get("file").asText(), group.get("group").asText()));
            }
        }
        Map<String, float[]> vectors = new LinkedHashMap<>();
        for (String file : groups.keySet()) {
            vectors.put(file, of(read(dedup.resolve(file))));
        }
        List<Double> same = new ArrayList<>();
        List<Double> different = new ArrayList<>();
        for (String a : vectors.keySet()) {
            for (String b : vectors.keySet()) {
                if (a.compareTo(b) < 0) {
                    boolean near = groups.get(a).equals(groups.get(b))
                            && !groups.get(a).equals("distinct");
                    (near ? same : different).add(cosine(vectors.get(a), vectors.get(b)));
                }
            }
        }
        assertThat(different).hasSizeGreaterThan(100).allMatch(cosine -> cosine < 0.5);
        assertThat(same).hasSizeGreaterThan(70).allMatch(cosine -> cosine > 0.6);
        assertThat(same.stream().filter(cosine -> cosine < 0.9))
                .as("cut or taken from elsewhere")
                .hasSizeLessThan(3);
    }

    @Test
    void shouldRefuseBytesThatAreNoPicture() {
        assertThatThrownBy(() -> embedder.of(ByteBuffer.allocate(10), 2, 2))
                .hasMessage("no picture of 2x2 in 10 bytes");
        assertThatThrownBy(() -> embedder.of(ByteBuffer.allocate(10), 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private float[] of(Mat rgb) {
        return embedder.of(rgb.createBuffer(), rgb.rows(), rgb.cols());
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Shapes and colours by integers only, so that it is the same everywhere. */
    private static ByteBuffer scene(int height, int width) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * height * width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int u = 1000 * x / width;
                int v = 1000 * y / height;
                boolean disc = (u - 350) * (u - 350) + (v - 400) * (v - 400) < 60_000;
                boolean bar = u + v / 2 > 900 && u + v / 2 < 1050;
                rgb.put((byte) (disc ? 220 : bar ? 30 : u / 8));
                rgb.put((byte) (disc ? 90 : bar ? 60 : v / 6));
                rgb.put((byte) (disc ? 40 : bar ? 70 : 120 + (u - v) / 16));
            }
        }
        return rgb.flip();
    }

    private static Mat mat(ByteBuffer rgb, int height, int width) {
        return new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(rgb)).clone();
    }

    private static Mat recompressed(Mat rgb) {
        try (BytePointer coded = new BytePointer();
                IntPointer quality = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 40)) {
            opencv_imgcodecs.imencode(".jpg", rgb, coded, quality);
            byte[] bytes = new byte[(int) coded.limit()];
            coded.get(bytes);
            return decode(bytes, opencv_imgcodecs.IMREAD_COLOR);
        }
    }

    private static Mat read(Path file) throws Exception {
        return decode(Files.readAllBytes(file), opencv_imgcodecs.IMREAD_COLOR_RGB);
    }

    private static Mat decode(byte[] bytes, int flags) {
        try (Mat coded =
                new Mat(1, bytes.length, opencv_core.CV_8UC1, new BytePointer(Arrays.copyOf(bytes, bytes.length)))) {
            return opencv_imgcodecs.imdecode(coded, flags);
        }
    }

    private static final float[] GOLDEN = {
        -0.0660613f, 0.102567814f, -0.015469224f, 1.2607958E-4f, 0.0029350081f, -0.05600525f, -0.05294161f
    };
}
