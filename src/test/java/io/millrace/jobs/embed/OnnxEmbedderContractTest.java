package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.TinyModels;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Embedding;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, with batches of three. */
class OnnxEmbedderContractTest extends StepContract<AlignedImage, Embedding> {

    @TempDir
    private Path folder;

    private OnnxModel model;

    @BeforeEach
    void load() throws Exception {
        Path file = TinyModels.means(folder.resolve("m.onnx"), "n");
        model = OnnxModel.open(TinyModels.card(3), file, TinyModels.settings(3));
        assertThat(model.batch()).isEqualTo(3);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Override
    protected Step<AlignedImage, Embedding> open() {
        return new OnnxEmbedder(model, pool);
    }

    @Override
    protected Item<AlignedImage> good(int n) {
        byte[] noise = new byte[TinyModels.NUMBERS];
        new Random(n).nextBytes(noise);
        return Item.of("image-" + n, TinyModels.image(pool, noise));
    }

    /** Of another model's size. */
    @Override
    protected Item<AlignedImage> poisoned() {
        return Item.of("small", TinyModels.image(pool, 2, 2, new byte[12]));
    }

    @Override
    protected Object describe(Embedding result) {
        return List.of(result.of(), result.sha256(), result.width(), result.height(), floats(result.vector()));
    }

    @Override
    protected Object describeInput(AlignedImage input) {
        ByteBuffer data = input.pixels().data().buffer();
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }

    private static List<Float> floats(float[] vector) {
        return List.of(vector[0], vector[1], vector[2]);
    }
}
