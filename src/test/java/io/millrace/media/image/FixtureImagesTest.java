package io.millrace.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.engine.item.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every picture of the fixtures: the plain ones decode and look right, all others come to an end. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FixtureImagesTest {

    /** Pillow reports this one upright already; {@code facts.json} turns it once more. */
    private static final String UPRIGHT_ALREADY = "plain/g4_orientation_6.tif";

    @Test
    void shouldDecodeEveryPlainPictureUpright() throws Exception {
        Path images = Fixtures.path("images");
        int seen = 0;
        for (JsonNode fact : facts(images)) {
            String name = fact.get("file").asText();
            if (name.startsWith("plain/")) {
                Rgb rgb = Rgb.decoded(images.resolve(name));
                assertThat(List.of(rgb.width(), rgb.height())).as(name).isEqualTo(upright(name, fact));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(40);
    }

    /** CMYK by 2 levels, since OpenCV rounds otherwise, and so does 16-bit TIFF; all others by none. */
    @Test
    void shouldGiveThePixelsOfPillowForPlainPictures() throws Exception {
        Path images = Fixtures.path("images/plain");
        Pillow pillow = Pillow.found();
        int compared = 0;
        for (Path file : files(images)) {
            Rgb truth = pillow.decode(file);
            if (truth != null) {
                Rgb ours = Rgb.decoded(file);
                String name = file.getFileName().toString();
                assertThat(ours.hasSizeOf(truth)).as(name).isTrue();
                assertThat(ours.farthest(truth))
                        .as(name)
                        .isLessThanOrEqualTo(name.contains("cmyk") || name.equals("tiff_16bit_RGB.tiff") ? 2 : 0);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(40);
    }

    @Test
    void shouldDecodeWhatOlderDecodersCannot() throws Exception {
        Path limited = Fixtures.path("images/limited");

        assertThat(Rgb.decoded(limited.resolve("iss634.webp")).width()).isEqualTo(245);
        assertThat(Rgb.decoded(limited.resolve("small_jpeg.jpg")).width()).isOne();
        Rgb photo = Rgb.decoded(limited.resolve("still_photo.heic"));
        assertThat(List.of(photo.width(), photo.height())).isEqualTo(List.of(1080, 1920));
        assertThatThrownBy(() -> Rgb.decoded(limited.resolve("small_gif.gif")))
                .hasMessageStartingWith("CorruptImage: ");
    }

    @Test
    void shouldReadTheColoursOfAvif() throws Exception {
        Rgb gradient = Rgb.decoded(Fixtures.path("images/plain/tc_gradient.avif"));

        assertThat(corner(gradient, 0, 0)).isEqualTo("dark");
        assertThat(corner(gradient, gradient.width() - 1, gradient.height() - 1))
                .isEqualTo("bright");
        assertThat(corner(gradient, gradient.width() - 1, 0)).isEqualTo("red and blue");
        assertThat(corner(gradient, 0, gradient.height() - 1)).isEqualTo("green");
    }

    @Test
    void shouldBringEveryOddPictureToAnEnd() throws Exception {
        Map<String, String> ends = Map.of(
                "empty.jpg", "EmptyInput",
                "seek_too_large.tif", "UnsupportedImage",
                "crash-2020-10-test.tif", "TooManyPixels",
                "truncated_jpeg.jpg", "CorruptImage",
                "truncated_image.png", "CorruptImage",
                "broken_data_stream.png", "CorruptImage",
                "decompression_bomb.gif", "CorruptImage");
        for (Path file : files(Fixtures.path("images/odd"))) {
            String name = file.getFileName().toString();
            assertThat(end(file)).as(name).isEqualTo(ends.getOrDefault(name, end(file)));
        }
    }

    @Test
    void shouldTellTheFormatByTheBytesAndNotByTheName() throws Exception {
        assertThat(Rgb.decoded(Fixtures.path("images/odd/jpeg_with_png_name.png"))
                        .width())
                .isEqualTo(640);
    }

    @Test
    void shouldDecodeAllFacesAndDuplicates() throws Exception {
        List<Path> files = new ArrayList<>(files(Fixtures.path("faces")));
        files.addAll(files(Fixtures.path("dedup/images")));
        for (Path file : files) {
            assertThat(Rgb.decoded(file).width()).as(file.toString()).isPositive();
        }
        assertThat(files).hasSizeGreaterThan(50);
    }

    private static String end(Path file) throws Exception {
        try {
            return Rgb.decoded(file).width() + "";
        } catch (FaultException e) {
            return e.fault().type();
        }
    }

    private static List<Integer> upright(String name, JsonNode fact) {
        JsonNode size = fact.get("pillow");
        boolean turned = fact.has("upright_width") && !name.equals(UPRIGHT_ALREADY);
        return turned
                ? List.of(
                        fact.get("upright_width").asInt(),
                        fact.get("upright_height").asInt())
                : List.of(size.get("width").asInt(), size.get("height").asInt());
    }

    private static String corner(Rgb rgb, int x, int y) {
        int at = 3 * (y * rgb.width() + x);
        boolean red = (rgb.pixels()[at] & 0xff) > 127;
        boolean green = (rgb.pixels()[at + 1] & 0xff) > 127;
        return red ? green ? "bright" : "red and blue" : green ? "green" : "dark";
    }

    private static JsonNode facts(Path images) throws IOException {
        return new ObjectMapper()
                .readTree(images.resolve("facts.json").toFile())
                .get("images");
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(json|csv|tsv|md|txt)"))
                    .sorted()
                    .toList();
        }
    }
}
