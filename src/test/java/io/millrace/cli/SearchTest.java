package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.onnx.SampleModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is like a picture is found, best first, what cannot be looked for is refused in a
 * sentence.
 */
@Timeout(300)
class SearchTest {

    private static final int OTHERS = 30;
    private static final int SCENE = 500;
    private static final List<String> LIKE = List.of("brighter.png", "poor.jpg", "same.png", "small.jpg");

    @TempDir
    private static Path folder;

    private static Photos photos;
    private static Path query;

    @BeforeAll
    static void embed() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(OTHERS);
        query = photos.add("same.png", SCENE);
        photos.add("small.jpg", SCENE, Photos.Look.HALF_AS_LARGE, 92);
        photos.add("poor.jpg", SCENE, Photos.Look.PLAIN, 40);
        photos.add("brighter.png", SCENE, Photos.Look.BRIGHTER, 92);
        Said.with(0, "embed", photos.folder().toString(), "--output", at("duckdb"));
    }

    @Test
    void shouldFindCopiesFirstAndPrintScoreAndPath() throws Exception {
        Said ended = Said.with(0, "search", at("duckdb"), "--image", query.toString());

        List<String> lines = ended.out().lines().toList();
        assertThat(ended.err()).isEmpty();
        assertThat(lines).hasSize(10).allSatisfy(line -> assertThat(line).matches("-?[01]\\.\\d{4}\t\\S+"));
        assertThat(lines.get(0)).isEqualTo("1.0000\tsame.png");
        assertThat(lines.stream().map(SearchTest::score).toList()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(paths(lines.subList(0, LIKE.size()))).containsExactlyInAnyOrderElementsOf(LIKE);
        assertThat(score(lines.get(LIKE.size() - 1))).isGreaterThan(score(lines.get(LIKE.size())) + 0.05);
        assertThat(Said.with(0, "search", at("duckdb"), "--image", query.toString(), "-k", "3")
                        .out()
                        .lines())
                .containsExactlyElementsOf(lines.subList(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "parquet"})
    void shouldFindTheSameWhateverTheFormat(String format) throws Exception {
        Said.with(0, "embed", photos.folder().toString(), "--output", at(format), "--format", format);
        String[] search = {"search", at("duckdb"), "--image", query.toString(), "-k", "40"};
        Said there = Said.with(0, search);
        search[1] = at(format);

        assertThat(there.out().lines()).hasSize(OTHERS + LIKE.size());
        assertThat(Said.with(0, search).out()).isEqualTo(there.out());
    }

    @Test
    void shouldRefuseInASentenceWhatCannotBeLookedFor() throws Exception {
        String image = query.toString();
        assertThat(refused(69, "search", at("nowhere"), "--image", image))
                .isEqualTo("there is no folder " + at("nowhere"));
        assertThat(refused(69, "search", at("photos"), "--image", image)).contains("it is no output of Millrace");
        assertThat(refused(69, "search", at("duckdb"), "--image", at("no.png")))
                .isEqualTo("there is no file " + at("no.png"));
        assertThat(refused(2, "search", at("duckdb"), "--image", image, "-k", "0"))
                .contains("-k takes a number from 1 on");
        assertThat(refused(2, "search", at("duckdb"))).contains("--image");
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertThat(refused(69, "search", at("duckdb"), "--image", text.toString()))
                .contains("text.png cannot be looked for: NotAnImage: ");
        Path card = SampleModels.card(folder.resolve("cells.conf"));
        Path model = SampleModels.model(folder.resolve("cells.onnx"), 1);
        assertThat(refused(
                        69,
                        "search",
                        at("duckdb"),
                        "--image",
                        image,
                        "--model",
                        card.toString(),
                        "--model-file",
                        model.toString()))
                .isEqualTo(at("duckdb") + " holds vectors of statistical, none of cells: name the model with --model");
    }

    @Test
    void shouldRefuseAnOutputWithoutVectors() throws Exception {
        Files.createDirectories(folder.resolve("clips"));
        Files.writeString(folder.resolve("pairs.json"), "[{\"video\": \"none.mp4\", \"text\": \"a\"}]");
        Said.with(3, "clips", at("pairs.json"), "--output", at("clips"));
        assertThat(refused(78, "search", at("clips"), "--image", query.toString()))
                .isEqualTo(at("clips") + " is an output of 'clips', which has no vectors to search");

        Photos broken = Photos.in(folder.resolve("broken"));
        broken.addBroken("a.png");
        Said.with(3, "embed", at("broken"), "--output", at("empty"));
        assertThat(refused(69, "search", at("empty"), "--image", query.toString()))
                .isNotBlank();
    }

    private static String refused(int exit, String... words) throws Exception {
        Said ended = Said.with(exit, words);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("\tat ");
        return ended.err().strip();
    }

    private static double score(String line) {
        return Double.parseDouble(line.substring(0, line.indexOf('\t')));
    }

    private static List<String> paths(List<String> lines) {
        List<String> paths = new ArrayList<>(lines);
        paths.replaceAll(line -> line.substring(line.indexOf('\t') + 1));
        return paths;
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
