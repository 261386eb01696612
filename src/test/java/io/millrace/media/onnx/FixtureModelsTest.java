package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real models, of which somebody else has written down what they take and give. */
@Timeout(300)
class FixtureModelsTest {

    /** Each output of each model that takes pictures, with the answers that another version of the runtime gave. */
    @Test
    void shouldGiveTheAnswersThatWereWrittenDown() throws Exception {
        List<String> checked = new ArrayList<>();
        for (JsonNode model : models()) {
            JsonNode input = model.path("inputs").path(0);
            if (takesPictures(input)) {
                for (JsonNode output : model.path("reference_run").path("outputs")) {
                    checkAnswer(model, input, output);
                    checked.add(output.get("name").asText());
                }
            }
        }
        assertThat(checked).hasSizeGreaterThan(20);
    }

    @Test
    void shouldTellWhatIsWrongWithEachOddFile() {
        refused("broken/git_lfs_pointer.onnx", " is only git-lfs's note of where the model is");
        refused("broken/truncated.onnx", " is cut short, or no ONNX model; fetch it again");
        refused("small/external_weights.onnx", " takes 'input' float [n, 4], but the card tiny expects floats");
        refused(
                "small/fp16_input.onnx",
                " takes 'input' float16 [n, 5], but the card tiny expects floats [n, 3, 227, 227]");
        refused("small/three_outputs.onnx", " takes 'input' float [n, 4], but the card tiny expects floats");
        refused("small/cnn_mnist_28.onnx", " takes '0' float [1, 1, 28, 28], but the card tiny expects floats");
        refused(
                "small/squeezenet_string_label_227.onnx",
                " gives 'classLabel' string [n, 1], 'loss' a sequence, but the card tiny expects 1000 floats a picture");
    }

    @Test
    void shouldBatchWhatIsInvariant() throws Exception {
        ModelCard card = card(224, 224, 63, "landmarks", 1);
        Path file = Fixtures.path("models/hand_landmark_lite_224.onnx");
        try (OnnxModel model = OnnxModel.open(card, file, TinyModels.settings(3))) {
            assertThat(model.batch()).isEqualTo(3);
            assertThat(model.notices()).isEmpty();
        }
    }

    @Test
    void shouldFitTheCardThatIsDelivered() throws Exception {
        Path file = Fixtures.path("models/mobilefacenet_112.onnx");
        try (OnnxModel model =
                OnnxModel.open(ModelCards.find("mobilefacenet", Path.of("conf")), file, TinyModels.settings(4))) {
            assertThat(model.batch()).isEqualTo(1);
            assertThat(model.digest()).hasSize(64);
        }
        assertThatThrownBy(
                        () -> OnnxModel.open(ModelCards.find("arcface", Path.of("conf")), file, TinyModels.settings(4)))
                .hasMessage(
                        file + " gives 'output0' float [1, 128], but the card arcface expects 512 floats a picture; use"
                                + " the card of this model, or correct output.dimension in it");
    }

    /** The input whose value at flat index i is ((31 * i) mod 255) / 255. */
    private static void checkAnswer(JsonNode model, JsonNode input, JsonNode output) throws Exception {
        int height = input.get("shape").get(2).asInt();
        int width = input.get("shape").get(3).asInt();
        String name = output.get("name").asText();
        ModelCard card = card(height, width, output.get("count").asInt(), name, 1);
        Path file = Fixtures.path("models/" + model.get("file").asText());
        ByteBuffer memory = ByteBuffer.allocateDirect(3 * height * width * 4).order(ByteOrder.nativeOrder());
        try (OnnxModel opened = OnnxModel.open(card, file, TinyModels.settings(1));
                var options = Ort.runOptions()) {
            InputBatch batch = opened.input(memory);
            for (int i = 0; i < 3 * height * width; i++) {
                memory.putFloat(4 * i, 31L * i % 255 / 255f);
            }
            float[] answer = opened.session().run(batch, 1, options)[0];
            double sum = 0;
            for (float each : answer) {
                sum += each;
            }
            double size = Math.max(
                    Math.abs(output.get("max").asDouble()),
                    Math.abs(output.get("min").asDouble()));
            for (int i = 0; i < output.get("first").size(); i++) {
                assertThat(Math.abs(answer[i] - output.get("first").get(i).asDouble()))
                        .as("%s %s %d", file, name, i)
                        .isLessThan(1e-3 * Math.max(size, 1e-3));
            }
            assertThat(Math.abs(sum - output.get("sum").asDouble()))
                    .as("%s %s sum", file, name)
                    .isLessThan(1e-3 * Math.max(size, 1e-3) * answer.length);
        }
    }

    private static void refused(String name, String sentence) {
        Path file = Fixtures.path("models/" + name);
        assertThatThrownBy(() -> OnnxModel.open(card(227, 227, 1000, null, 255), file, TinyModels.settings(1))
                        .close())
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + sentence);
    }

    private static ModelCard card(int height, int width, int dimension, String output, int range) {
        ModelCard.Input input = new ModelCard.Input(
                height, width, TensorLayout.NCHW, ChannelOrder.RGB, range, List.of("0"), List.of("1"), false);
        ModelCard card = TinyModels.card(input, new ModelCard.Output(dimension, output, false, List.of()));
        assertThat(card.alignment()).isEqualTo(new Alignment(height, width, Fit.STRETCH, Filter.AREA));
        return card;
    }

    private static boolean takesPictures(JsonNode input) {
        return input.path("shape").size() == 4
                && input.get("shape").get(1).asInt() == 3
                && input.get("shape").get(2).isInt();
    }

    private static JsonNode models() throws Exception {
        return new ObjectMapper()
                .readTree(Fixtures.path("models/models.json").toFile())
                .get("models");
    }
}
