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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every step, with frames of none, one and two crops in batches of three. */
class HandLandmarkerContractTest extends StepContract<FrameCrops, FrameHands> {

    @TempDir
    private Path folder;

    private OnnxModel model;

    @BeforeEach
    void load() throws Exception {
        Path file = TinyHands.hands(folder.resolve("m.onnx"), "n");
        model = OnnxModel.open(TinyHands.handCard(), file, TinyModels.settings(3));
        assertThat(model.batch()).isEqualTo(3);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Override
    protected Step<FrameCrops, FrameHands> open() {
        return new HandLandmarker(model, HandLimits.DEFAULT, pool);
    }

    @Override
    protected Item<FrameCrops> good(int n) {
        return Item.of("frame-" + n, TinyHands.crops(pool, n, n % 3, TinyHands.HAND_SIDE));
    }

    /** Made for another model. */
    @Override
    protected Item<FrameCrops> poisoned() {
        return Item.of("other", TinyHands.crops(pool, 9, 1, 10));
    }

    @Override
    protected Object describe(FrameHands result) {
        List<Object> said = new ArrayList<>(List.of(result.index(), result.width(), "" + result.absence()));
        result.hands().forEach(hand -> {
            said.add(hand.score());
            said.add(hand.rightness());
            said.add(numbers(hand.landmarks()));
            said.add(numbers(hand.world()));
        });
        return said;
    }

    @Override
    protected Object describeInput(FrameCrops input) {
        if (input.pixels() == null) {
            return input.regions();
        }
        ByteBuffer data = input.pixels().data().buffer();
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }

    private static List<Float> numbers(float[] numbers) {
        List<Float> list = new ArrayList<>();
        for (float number : numbers) {
            list.add(number);
        }
        return list;
    }
}
