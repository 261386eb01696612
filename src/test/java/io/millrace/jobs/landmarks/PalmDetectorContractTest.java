package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.TinyHands;
import io.millrace.media.onnx.TinyModels;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, with batches of three. */
class PalmDetectorContractTest extends StepContract<FittedFrame, FramePalms> {

    @TempDir
    private Path folder;

    private OnnxModel model;

    @BeforeEach
    void load() throws Exception {
        Path file = TinyHands.palms(folder.resolve("m.onnx"), "n");
        model = OnnxModel.open(TinyHands.palmCard(), file, TinyModels.settings(3));
        assertThat(model.batch()).isEqualTo(3);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Override
    protected Step<FittedFrame, FramePalms> open() {
        return new PalmDetector(model, new HandLimits(0.5, 0.3, 0.5, 0.5, 4), pool);
    }

    @Override
    protected Item<FittedFrame> good(int n) {
        return Item.of("frame-" + n, TinyHands.fitted(pool, n, TinyHands.PALM_SIDE));
    }

    /** Fitted for another model. */
    @Override
    protected Item<FittedFrame> poisoned() {
        return Item.of("other", TinyHands.fitted(pool, 9, 20));
    }

    @Override
    protected Object describe(FramePalms result) {
        assertThat(result.palms())
                .as("a frame of noise has palms to this model")
                .isNotEmpty();
        return List.of(result.frame().index(), result.frame().ptsS(), result.palms());
    }

    @Override
    protected Object describeInput(FittedFrame input) {
        ByteBuffer data = input.pixels().data().buffer();
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }
}
