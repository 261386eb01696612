package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardsTest {

    private static final Path CONF = Path.of("conf");

    @TempDir
    private Path folder;

    @Test
    void shouldReadEveryCardThatIsDelivered() throws Exception {
        List<String> names = ModelCards.names(CONF);
        assertThat(names)
                .containsExactly(
                        "arcface",
                        "clip",
                        "deepface",
                        "facenet",
                        "facenet-whitened",
                        "hand-224",
                        "hand-lite-224",
                        "mobilefacenet",
                        "palm-128",
                        "palm-192",
                        "sface");
        for (String name : names) {
            ModelCard card = ModelCards.find(name, CONF);
            assertThat(card.name()).isEqualTo(name);
            assertThat(card.about().title()).as(name).isNotEmpty();
            assertThat(card.about().licence()).as(name).isNotEmpty();
            assertThat(card.canonical()).contains("input.height = ", "output.dimension = ");
        }
    }

    @Test
    void shouldKnowWhatClipWants() throws Exception {
        ModelCard clip = ModelCards.find("clip", CONF);
        assertThat(clip.alignment()).isEqualTo(new Alignment(224, 224, Fit.CENTRE_CROP, Filter.PILLOW_BICUBIC));
        assertThat(clip.input().layout()).isEqualTo(TensorLayout.NCHW);
        assertThat(clip.input().colour()).isEqualTo(ChannelOrder.RGB);
        assertThat(clip.output()).isEqualTo(new ModelCard.Output(512, null, true, List.of()));
        assertThat(clip.about().sha256()).isNull();
    }

    @Test
    void shouldReadACardByItsPath() throws Exception {
        Path file = card("input { height = 8, width = 9 }\noutput { dimension = 4, l2 = false, name = 1 }");
        ModelCard card = ModelCards.find(file.toString(), CONF);
        assertThat(card.name()).isEqualTo("mine");
        assertThat(card.alignment()).isEqualTo(new Alignment(8, 9, Fit.STRETCH, Filter.AREA));
        assertThat(card.output()).isEqualTo(new ModelCard.Output(4, "1", false, List.of()));
        assertThat(card.selfTest().values()).isEmpty();
    }

    @Test
    void shouldSuggestTheCardThatWasMeant() {
        refused("arcfase").hasMessage("there is no model card 'arcfase' in conf/models - did you mean 'arcface'?");
        refused("resnet")
                .hasMessage("there is no model card 'resnet' in conf/models; there is arcface, clip, deepface, facenet,"
                        + " facenet-whitened, hand-224, hand-lite-224, mobilefacenet, palm-128, palm-192, sface");
        refused("no/such.conf").hasMessage("there is no model card no/such.conf");
    }

    @Test
    void shouldSayFileAndLineOfEveryProblem() throws Exception {
        Path file = card("input { height = 8, widht = 9, layout = chw }\nouput.dimension = 4\nsha256 = abc");
        assertThatThrownBy(() -> ModelCards.find(file.toString(), CONF))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ": 1: unknown key 'input.widht' - did you mean 'width'?")
                .hasMessageContaining(
                        file + ": 1: input.layout = chw: must be one of nchw, nhwc - did you mean 'nchw'?")
                .hasMessageContaining(file + ": 2: unknown key 'ouput' - did you mean 'output'?")
                .hasMessageContaining("output.dimension = null: is needed")
                .hasMessageContaining(file + ": 3: sha256 = abc: must be 64 hexadecimal digits");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() throws Exception {
        problem("input { mean = [1, 2] }", "input: mean must have one number or three, not 2");
        problem("input { std = [0] }", "input: std must not be 0");
        problem("input { std = [a] }", "input: std must be numbers, not a");
        problem("input { range = 2 }", "input: range must be 255 or 1");
        problem(
                "input { whiten = true, mean = [5] }",
                "input: whiten takes each picture's own mean and std: leave range, mean and std out");
        problem("align { fit = centre-crop }", "align.fit = centre-crop: centre-crop is for square sizes, not 8x9");
        problem("self-test { values = [x] }", "self-test: values must be numbers, not x");
    }

    @Test
    void shouldKnowWhatKindsWant() throws Exception {
        assertThat(ModelCards.find("arcface", CONF).kind()).isEqualTo(ModelKind.EMBEDDING);
        assertThat(ModelCards.find("palm-128", CONF).kind()).isEqualTo(ModelKind.PALM);
        assertThat(ModelCards.find("hand-224", CONF).kind()).isEqualTo(ModelKind.HAND);
        problem("kind = palm", "kind = palm: its outputs are known by it: leave output.dimension and output.name out");
        problem("kind = palm", "input.width = 9: the picture of a model of kind = palm is a square");
        problem("kind = palm", "input.width = 9: a palm detector's is a multiple of 16");
        problem("kind = palm", "align.fit = stretch: a palm detector sees all of a picture: letterbox");
        problem("kind = hand", "input.width = 9: the picture of a model of kind = hand is a square");
        problem("output.names = [a]", "output.names = [\"a\"]: an embedding is one output: output.name");
    }

    private void problem(String more, String message) throws Exception {
        Path file = card("input { height = 8, width = 9 }\noutput.dimension = 4\n" + more);
        assertThatThrownBy(() -> ModelCards.find(file.toString(), CONF))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private Path card(String text) throws Exception {
        return Files.writeString(folder.resolve("mine.conf"), text);
    }

    private static AbstractThrowableAssert<?, ?> refused(String name) {
        return assertThatThrownBy(() -> ModelCards.find(name, CONF)).isInstanceOf(ModelException.class);
    }
}
