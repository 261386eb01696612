package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.media.onnx.ModelCard;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.TensorLayout;
import io.millrace.media.onnx.TinyModels;
import io.millrace.media.onnx.TinyOnnx;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OnnxEmbedderTest {

    private final BufferPool pool = new BufferPool(1 << 20);
    private final List<Fault> faults = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    /** The tensor that the model gets, against one worked out number by number. */
    @Test
    void shouldGiveTheModelWhatItsCardSays() throws Exception {
        for (TensorLayout layout : TensorLayout.values()) {
            for (ChannelOrder colour : ChannelOrder.values()) {
                for (int type : new int[] {TinyOnnx.FLOAT, TinyOnnx.FLOAT16}) {
                    ModelCard.Input input = new ModelCard.Input(
                            TinyModels.HEIGHT,
                            TinyModels.WIDTH,
                            layout,
                            colour,
                            1,
                            List.of("0.48145466", "0.4578275", "0.40821073"),
                            List.of("0.26862954", "0.26130258", "0.27577711"),
                            false);
                    checkTensor(input, type, expected(input));
                }
            }
        }
    }

    @Test
    void shouldWhitenEachPictureByItself() throws Exception {
        ModelCard.Input input = new ModelCard.Input(
                TinyModels.HEIGHT,
                TinyModels.WIDTH,
                TensorLayout.NHWC,
                ChannelOrder.RGB,
                255,
                List.of("0"),
                List.of("1"),
                true);
        byte[] ramp = TinyModels.ramp(TinyModels.NUMBERS);
        double mean = 0;
        for (byte each : ramp) {
            mean += (each & 0xff) / (double) ramp.length;
        }
        double variance = 0;
        for (byte each : ramp) {
            variance += Math.pow((each & 0xff) - mean, 2) / ramp.length;
        }
        float[] expected = new float[ramp.length];
        for (int i = 0; i < ramp.length; i++) {
            expected[i] = (float) (((ramp[i] & 0xff) - mean) / Math.sqrt(variance));
        }
        checkTensor(input, TinyOnnx.FLOAT, expected);
    }

    /** One grey picture has no deviation; FaceNet's rule divides by 1 / sqrt(numbers). */
    @Test
    void shouldBearAGreyPictureWhenWhitening() throws Exception {
        ModelCard.Input input = new ModelCard.Input(
                TinyModels.HEIGHT,
                TinyModels.WIDTH,
                TensorLayout.NCHW,
                ChannelOrder.RGB,
                255,
                List.of("0"),
                List.of("1"),
                true);
        byte[] grey = new byte[TinyModels.NUMBERS];
        Arrays.fill(grey, (byte) 128);
        try (OnnxModel model = all(input, TinyOnnx.FLOAT)) {
            assertThat(vectors(model, grey)).isEmpty();
            assertThat(faults).containsExactly(Fault.of("BadVector", "the model gives nothing but zeros"));
        }
    }

    @Test
    void shouldBringVectorsToLengthOneWhenTheCardSaysSo() throws Exception {
        ModelCard card =
                TinyModels.card(TinyModels.input(TensorLayout.NCHW), new ModelCard.Output(3, null, true, List.of()));
        byte[] picture = new byte[TinyModels.NUMBERS];
        for (int i = 0; i < picture.length; i += 3) {
            picture[i] = 3;
            picture[i + 2] = 4;
        }
        try (OnnxModel model =
                OnnxModel.open(card, TinyModels.means(folder.resolve("m.onnx"), "n"), TinyModels.settings(2))) {
            assertThat(vectors(model, picture).get(0)).containsExactly(0.6f, 0, 0.8f);
        }
    }

    @Test
    void shouldCostOnlyThePictureThatHasNoVector() throws Exception {
        byte[] white = new byte[TinyModels.NUMBERS];
        Arrays.fill(white, (byte) 255);
        Path file = TinyModels.means(folder.resolve("m.onnx"), "n");
        try (OnnxModel model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(3))) {
            assertThat(vectors(model, white, new byte[TinyModels.NUMBERS], white))
                    .hasSize(2)
                    .allSatisfy(vector -> assertThat(vector).containsOnly(255));
            assertThat(faults).extracting(Fault::type).containsExactly("BadVector");
        }
    }

    /** Any picture in any batch: the bits of a batch of one. */
    @Test
    void shouldGiveTheSameBitsInAnyBatch() throws Exception {
        Path file = TinyModels.means(folder.resolve("m.onnx"), "n");
        try (OnnxModel model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(7))) {
            byte[][] pictures = new byte[7][];
            for (int i = 0; i < pictures.length; i++) {
                pictures[i] = new byte[TinyModels.NUMBERS];
                new Random(i).nextBytes(pictures[i]);
            }
            List<float[]> together = vectors(model, pictures);
            for (int i = 0; i < pictures.length; i++) {
                assertThat(vectors(model, pictures[i]).get(0)).containsExactly(together.get(i));
            }
        }
    }

    /** A worker that was abandoned may still be inside when the job ends. */
    @Test
    void shouldKeepTheModelForWorkersThatStillHoldIt() throws Exception {
        Path file = TinyModels.means(folder.resolve("m.onnx"), "n");
        OnnxModel model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(1));
        OnnxEmbedder late = new OnnxEmbedder(model, pool);
        model.close();
        byte[] white = new byte[TinyModels.NUMBERS];
        Arrays.fill(white, (byte) 255);
        assertThat(apply(late, white)).hasSize(1);
        late.close();
        assertThatCode(late::close).doesNotThrowAnyException();
    }

    @Test
    void shouldServeSeveralWorkersFromOneSession() throws Exception {
        Path file = TinyModels.means(folder.resolve("m.onnx"), "n");
        try (OnnxModel model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(2))) {
            CountDownLatch right = new CountDownLatch(4);
            for (int worker = 0; worker < 4; worker++) {
                byte value = (byte) (worker + 1);
                Thread thread = new Thread(() -> {
                    if (sees(model, value)) {
                        right.countDown();
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            right.await();
        }
    }

    private boolean sees(OnnxModel model, byte value) {
        byte[] picture = new byte[TinyModels.NUMBERS];
        Arrays.fill(picture, value);
        try (OnnxEmbedder embedder = new OnnxEmbedder(model, pool)) {
            for (int i = 0; i < 200; i++) {
                if (!Arrays.equals(apply(embedder, picture).get(0), new float[] {value, value, value})) {
                    return false;
                }
            }
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private void checkTensor(ModelCard.Input input, int type, float[] expected) throws Exception {
        try (OnnxModel model = all(input, type)) {
            byte[] ramp = TinyModels.ramp(TinyModels.NUMBERS);
            byte[] other = new byte[TinyModels.NUMBERS];
            other[0] = 1;
            float[] seen = vectors(model, other, ramp).get(1);
            String what = input.layout() + " " + input.colour() + " " + type;
            for (int i = 0; i < expected.length; i++) {
                double tolerance = type == TinyOnnx.FLOAT ? 1e-6 : 1e-3;
                assertThat((double) seen[i])
                        .as("%s, number %d", what, i)
                        .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    private static float[] expected(ModelCard.Input input) {
        byte[] ramp = TinyModels.ramp(TinyModels.NUMBERS);
        float[] expected = new float[ramp.length];
        for (int y = 0; y < TinyModels.HEIGHT; y++) {
            for (int x = 0; x < TinyModels.WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    int pixel = y * TinyModels.WIDTH + x;
                    int from = input.colour() == ChannelOrder.RGB ? c : 2 - c;
                    int to = input.layout() == TensorLayout.NHWC
                            ? 3 * pixel + c
                            : c * TinyModels.HEIGHT * TinyModels.WIDTH + pixel;
                    expected[to] = ((ramp[3 * pixel + from] & 0xff) / 255f
                                    - Float.parseFloat(input.mean().get(c)))
                            / Float.parseFloat(input.std().get(c));
                }
            }
        }
        return expected;
    }

    private OnnxModel all(ModelCard.Input input, int type) throws Exception {
        Path file = TinyModels.all(folder.resolve("m.onnx"), "n", type, input.layout());
        ModelCard card = TinyModels.card(input, new ModelCard.Output(TinyModels.NUMBERS, null, false, List.of()));
        return OnnxModel.open(card, file, TinyModels.settings(2));
    }

    private List<float[]> vectors(OnnxModel model, byte[]... pictures) throws Exception {
        try (OnnxEmbedder embedder = new OnnxEmbedder(model, pool)) {
            return apply(embedder, pictures);
        }
    }

    private List<float[]> apply(Step<AlignedImage, Embedding> step, byte[]... pictures) throws Exception {
        List<Part<AlignedImage>> batch = new ArrayList<>();
        for (byte[] picture : pictures) {
            batch.add(Part.alone(Item.of("picture", TinyModels.image(pool, picture))));
        }
        List<float[]> vectors = new ArrayList<>();
        try {
            step.apply(batch, new Output<>() {
                @Override
                public void emit(Part<?> part, Embedding value) {
                    vectors.add(value.vector());
                }

                @Override
                public void stream(Part<?> part, Embedding value, int most) {
                    emit(part, value);
                }

                @Override
                public void fail(Part<?> part, Fault fault) {
                    faults.add(fault);
                }

                @Override
                public void empty(Part<?> part, Fault reason) {
                    fail(part, reason);
                }
            });
        } finally {
            batch.forEach(part -> part.payload().close());
        }
        return vectors;
    }
}
