package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Fixtures;
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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A model that cannot be used is refused in a sentence before the output is touched; one that can makes its vectors.
 */
@Timeout(300)
class EmbedModelsTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makePictures() throws Exception {
        Photos.in(folder.resolve("photos")).add(4);
        SampleModels.card(folder.resolve("cells.conf"));
        SampleModels.model(folder.resolve("cells.onnx"), 1);
    }

    @Test
    void shouldRefuseWhatIsNoModelOrNotTheCards() throws Exception {
        Files.writeString(folder.resolve("text.onnx"), "no model");
        assertThat(refused(69, "--model", at("cells.conf"), "--model-file", at("text.onnx")))
                .contains("text.onnx");
        assertThat(refused(69, "--model", at("cells.conf"), "--model-file", at("gone.onnx")))
                .contains("gone.onnx");
        assertThat(refused(69, "--model", at("cells.conf"))).contains("model.path");
        assertThat(refused(69, "--model", "arcface", "--model-file", at("cells.onnx")))
                .contains("cells.onnx");
        assertThat(refused(69, "--model", "arcfac", "--model-file", at("cells.onnx")))
                .contains("arcfac", "did you mean 'arcface'");
        assertThat(refused(78, "--model-file", at("cells.onnx")))
                .contains("model.path", "model.card = statistical needs no model; name its card");
    }

    @ParameterizedTest
    @CsvSource({
        "broken/git_lfs_pointer.onnx, cells.conf",
        "broken/truncated.onnx, cells.conf",
        "small/cnn_mnist_28.onnx, cells.conf",
        "small/external_weights.onnx, cells.conf",
        "small/fp16_input.onnx, cells.conf",
        "small/squeezenet_string_label_227.onnx, cells.conf",
        "small/three_outputs.onnx, cells.conf",
        "face_detection_yunet_640.onnx, sface"
    })
    void shouldRefuseModelsOfTheFixturesThatAreNotTheCards(String model, String card) throws Exception {
        Path file = Fixtures.path("models/" + model);
        assertThat(refused(69, "--model", card.endsWith(".conf") ? at(card) : card, "--model-file", file.toString()))
                .contains(file.getFileName().toString());
    }

    @Test
    void shouldMakeVectorsWithAModelOfTheFixtures() throws Exception {
        Path file = Fixtures.path("models/mobilefacenet_112.onnx");
        Said ended = Said.by(
                "embed",
                at("photos"),
                "--output",
                at("faces"),
                "--model",
                "mobilefacenet",
                "--model-file",
                file.toString());
        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(new Vectors(folder.resolve("faces"))
                        .ask("SELECT DISTINCT model_id || ' ' || dim || ' '"
                                + " || round(sqrt(list_inner_product(embedding, embedding)), 4) FROM embeddings"))
                .containsExactly("mobilefacenet 128 1.0");
    }

    /** What it said; it left nothing. */
    private static String refused(int exit, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("embed", at("photos"), "--output", at("refused")));
        words.addAll(List.of(options));
        Said ended = Said.by(words.toArray(String[]::new));
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(exit);
        assertThat(ended.err()).doesNotContain("\tat ", "Exception");
        assertThat(ended.out()).isEmpty();
        assertThat(folder.resolve("refused")).doesNotExist();
        return ended.err();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
