package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which models are taken, and what is said of those that are not. */
@Timeout(120)
class OnnxModelTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("m.onnx");
    }

    @Test
    void shouldTakeFullBatchesWhenTheModelBearsThem() throws Exception {
        try (OnnxModel model =
                OnnxModel.open(TinyModels.card(3), TinyModels.means(file, "n"), TinyModels.settings(5))) {
            assertThat(model.batch()).isEqualTo(5);
            assertThat(model.provider()).isEqualTo(Provider.CPU);
            assertThat(model.notices()).isEmpty();
            assertThat(model.bytesPerWorker()).isEqualTo(5L * TinyModels.NUMBERS * 4);
            assertThat(model.versions()).contains("model " + model.digest(), "onnxruntime 1.28.0 cpu");
        }
    }

    @Test
    void shouldTakeOneAtATimeWhenThePicturesOfABatchMix() throws Exception {
        ModelCard card = TinyModels.card(TinyModels.NUMBERS);
        try (OnnxModel model = OnnxModel.open(card, TinyModels.mixing(file), TinyModels.settings(5))) {
            assertThat(model.batch()).isEqualTo(1);
            assertThat(model.notices())
                    .containsExactly("the model " + file + " gives a picture other numbers among others than by itself:"
                            + " it gets one at a time (stages.infer.batch = 5 is not used)");
        }
    }

    @Test
    void shouldTakeOneAtATimeWhenTheModelHasRoomForOne() throws Exception {
        try (OnnxModel model = OnnxModel.open(TinyModels.card(3), TinyModels.means(file, 1), TinyModels.settings(5))) {
            assertThat(model.batch()).isEqualTo(1);
            assertThat(model.notices()).isEmpty();
        }
    }

    @Test
    void shouldSayWhereToNameAModelWhenThereIsNone() {
        refused(TinyModels.card(3), null)
                .hasMessage("no model is named; name the .onnx file with --model-file (model.path)");
        refused(TinyModels.card(3), file)
                .hasMessage("there is no model " + file + "; name the .onnx file with --model-file (model.path)");
        refused(TinyModels.card(3), folder)
                .hasMessage(folder + " is no file; name the .onnx file with --model-file (model.path)");
    }

    @Test
    void shouldTellAPointerOfGitLfs() throws Exception {
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
        refused(TinyModels.card(3), file)
                .hasMessage(file
                        + " is only git-lfs's note of where the model is; fetch the model itself with git lfs pull");
    }

    @Test
    void shouldTellAFileThatIsCutShortOrNoModel() throws Exception {
        byte[] whole = Files.readAllBytes(TinyModels.means(file, "n"));
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(TinyModels.card(3), file);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refused(TinyModels.card(3), file).hasMessage(file + " is cut short, or no ONNX model; fetch it again");
        Files.write(file, new byte[0]);
        refused(TinyModels.card(3), file).hasMessage(file + " is empty; fetch it again");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'});
        refused(TinyModels.card(3), file)
                .hasMessageStartingWith(file + " is ")
                .hasMessageEndingWith("; fetch it again");
        Files.write(file, new byte[] {8, 8});
        refused(TinyModels.card(3), file).hasMessage(file + " is no ONNX model: it holds no graph; fetch it again");
    }

    @Test
    void shouldPassOnWhatTheRuntimeSaysWhenTheModelIsWrongInside() throws Exception {
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 4, 6)
                .node("NoSuchOperator", List.of("x"), "y")
                .output("y", TinyOnnx.FLOAT, "n", 3)
                .write(file);
        refused(TinyModels.card(3), file)
                .hasMessageStartingWith("ONNX Runtime cannot load " + file + ": ")
                .hasMessageContaining("NoSuchOperator")
                .hasMessageEndingWith("; fetch or export it again");
    }

    @Test
    void shouldNameTheFileOfTheWeightsWhenItIsNotThere() throws Exception {
        external("w.bin");
        refused(TinyModels.card(3), file)
                .hasMessage(file
                        + " keeps its weights in w.bin, which is not beside it; put that file into the same folder");
        external("../w.bin");
        refused(TinyModels.card(3), file)
                .hasMessage(file + " keeps weights in ../w.bin, outside its own folder; that is not followed");
    }

    @Test
    void shouldCountTheWeightsInTheDigestWhenTheyHaveAFileOfTheirOwn() throws Exception {
        external("w.bin");
        String one = digest(weights(1));
        String other = digest(weights(2));
        assertThat(one).isNotEqualTo(other).hasSize(64);
        assertThat(digest(weights(1))).isEqualTo(one);
    }

    @Test
    void shouldKnowTheModelByItsSha256() throws Exception {
        TinyModels.means(file, "n");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String hex = HexFormat.of().formatHex(hash);
        ModelCard card = TinyModels.card(3);
        assertThat(opened(known(card, hex))).isEqualTo(hex);
        String other = "f".repeat(64);
        refused(known(card, other), file)
                .hasMessage(file + " is not the file that the card tiny is for: its SHA-256 is " + hex
                        + ", the card says " + other);
    }

    @Test
    void shouldListInputsWhenNoneFits() throws Exception {
        TinyModels.all(file, "n", TinyOnnx.FLOAT, TensorLayout.NHWC);
        refused(TinyModels.card(3), file)
                .hasMessage(
                        file + " takes 'x' float [n, 4, 6, 3], but the card tiny expects floats [n, 3, 4, 6] (nchw);"
                                + " use the card of this model, or correct height, width and layout in it");
        TinyModels.all(file, 3, TinyOnnx.FLOAT, TensorLayout.NCHW);
        refused(TinyModels.card(TinyModels.NUMBERS), file)
                .hasMessage(file + " takes exactly 3 pictures at a time; export it for one, or for any number");
        TinyModels.all(file, 1, TinyOnnx.UINT8, TensorLayout.NCHW);
        refused(TinyModels.card(TinyModels.NUMBERS), file)
                .hasMessage(file + " takes 'x' uint8 [1, 3, 4, 6], but only floats of 32 and 16 bits can be given;"
                        + " export it with such an input");
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 4, 6)
                .input("scale", TinyOnnx.FLOAT, 1)
                .node("Mul", List.of("x", "scale"), "scaled")
                .node("Flatten", List.of("scaled"), "y")
                .output("y", TinyOnnx.FLOAT, "n", 72)
                .write(file);
        refused(TinyModels.card(72), file)
                .hasMessage(file + " takes 'x' float [n, 3, 4, 6], 'scale' float [1], but the card tiny expects floats"
                        + " [n, 3, 4, 6] (nchw) and nothing else; export it with one input");
    }

    @Test
    void shouldListOutputsWhenNoneFits() throws Exception {
        TinyModels.means(file, "n");
        refused(TinyModels.card(512), file)
                .hasMessage(file
                        + " gives 'means' float [n, 3], but the card tiny expects 512 floats a picture; use the card"
                        + " of this model, or correct output.dimension in it");
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 4, 6)
                .constant("word", TinyOnnx.UINT8, new byte[3], 1, 3)
                .node("Flatten", List.of("x"), "flat")
                .node("SequenceConstruct", List.of("flat", "flat"), "pair")
                .node("Cast", List.of("word"), "text", TinyOnnx.Attribute.of("to", TinyOnnx.STRING))
                .node("Identity", List.of("text"), "label")
                .output("label", TinyOnnx.STRING, 1, 3)
                .output("flat", TinyOnnx.FLOAT, "n", 72)
                .write(file);
        refused(TinyModels.card(3), file)
                .hasMessageStartingWith(file + " gives 'label' string [1, 3], 'flat' float [n, 72], but");
        assertThat(opened(TinyModels.card(72))).isNotNull();
    }

    @Test
    void shouldAskWhichOneWhenSeveralOutputsFit() throws Exception {
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 4, 6)
                .node("Flatten", List.of("x"), "a")
                .node("Neg", List.of("a"), "b")
                .output("a", TinyOnnx.FLOAT, "n", 72)
                .output("b", TinyOnnx.FLOAT, "n", 72)
                .write(file);
        refused(TinyModels.card(72), file)
                .hasMessage(
                        file + " gives 'a' float [n, 72], 'b' float [n, 72], any of which could be what the card tiny"
                                + " expects 72 floats a picture of; say which with output.name in it");
        assertThat(first(named("b"))).isEqualTo(-31);
        assertThat(first(named("0"))).isEqualTo(31);
        refused(named("c"), file)
                .hasMessage(
                        file + " has no output c, which the card names; it gives 'a' float [n, 72], 'b' float [n, 72]");
    }

    @Test
    void shouldFindOutWhatAnOpenShapeIs() throws Exception {
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", "c", "h", "w")
                .node("Flatten", List.of("x"), "y")
                .output("y", TinyOnnx.FLOAT, "n", "d")
                .write(file);
        assertThat(opened(TinyModels.card(72))).isNotNull();
        refused(TinyModels.card(5), file)
                .hasMessage(
                        file + " loads, but does not run: it gives 72 numbers for 1 pictures; the card tiny expects 5"
                                + " numbers a picture");
    }

    @Test
    void shouldRefuseAModelThatAnswersOtherwiseThanItsCardSays() throws Exception {
        TinyModels.all(file, 1, TinyOnnx.FLOAT, TensorLayout.NCHW);
        ModelCard card = TinyModels.card(72);
        // Red of the first three pixels: bytes 0, 3 and 6.
        assertThat(opened(tested(card, "0", "93.0005", "186"))).isNotNull();
        refused(tested(card, "0", "93.1", "186"), file)
                .hasMessage(
                        file + " fails the self-test of the card tiny: number 1 is 93.0, not 93.1; it is not the model"
                                + " that the card describes");
    }

    @Test
    void shouldSayThatTheCpuIsUsedWhenThereIsNoGpu() throws Exception {
        TinyModels.means(file, "n");
        try (OnnxModel model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(2, Provider.CUDA))) {
            if (model.provider() == Provider.CPU) {
                assertThat(model.notices())
                        .singleElement()
                        .asString()
                        .startsWith("stages.infer.provider = cuda cannot be used, so the model runs on the CPU: ");
            } else {
                assertThat(model.notices()).isEmpty();
            }
        }
    }

    @Test
    void shouldBearBeingClosedTwice() throws Exception {
        OnnxModel model = OnnxModel.open(TinyModels.card(3), TinyModels.means(file, "n"), TinyModels.settings(1));
        model.close();
        model.close();
        assertThatThrownBy(() -> model.session().hold()).isInstanceOf(IllegalStateException.class);
    }

    private AbstractThrowableAssert<?, ?> refused(ModelCard card, Path model) {
        return assertThatThrownBy(() ->
                        OnnxModel.open(card, model, TinyModels.settings(2)).close())
                .isInstanceOf(ModelException.class);
    }

    private String opened(ModelCard card) throws Exception {
        try (OnnxModel model = OnnxModel.open(card, file, TinyModels.settings(2))) {
            return model.digest();
        }
    }

    /** The first number that becomes of a picture that begins with 31. */
    private float first(ModelCard card) throws Exception {
        try (OnnxModel model = OnnxModel.open(card, file, TinyModels.settings(2))) {
            byte[] picture = new byte[TinyModels.NUMBERS];
            picture[0] = 31;
            InputBatch input = model.input(ByteBuffer.allocateDirect(2 * 4 * TinyModels.NUMBERS));
            input.put(0, ByteBuffer.wrap(picture));
            try (var options = Ort.runOptions()) {
                return model.session().run(input, 1, options)[0][0];
            }
        }
    }

    private String digest(byte[] weights) throws Exception {
        Files.write(folder.resolve("w.bin"), weights);
        return opened(TinyModels.card(72));
    }

    private static byte[] weights(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private void external(String location) throws Exception {
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 4, 6)
                .external("w", location, 1)
                .node("Mul", List.of("x", "w"), "scaled")
                .node("Flatten", List.of("scaled"), "y")
                .output("y", TinyOnnx.FLOAT, "n", 72)
                .write(file);
    }

    private static ModelCard named(String output) {
        return TinyModels.card(TinyModels.input(TensorLayout.NCHW), new ModelCard.Output(72, output, false, List.of()));
    }

    private static ModelCard known(ModelCard card, String sha256) {
        ModelCard.About about = new ModelCard.About("", "", ModelKind.EMBEDDING, ModelCard.Digest.parse(sha256));
        return new ModelCard(
                card.name(), about, card.input(), card.alignment(), card.output(), card.selfTest(), card.canonical());
    }

    private static ModelCard tested(ModelCard card, String... values) {
        ModelCard.SelfTest test = new ModelCard.SelfTest(List.of(values), 0.001);
        return new ModelCard(
                card.name(), card.about(), card.input(), card.alignment(), card.output(), test, card.canonical());
    }
}
