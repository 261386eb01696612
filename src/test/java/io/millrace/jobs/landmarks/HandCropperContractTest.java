package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import java.util.ArrayList;
import java.util.List;

/** The contract of every step, on frames with none, one and two palms. */
class HandCropperContractTest extends StepContract<FramePalms, FrameCrops> {

    @Override
    protected Step<FramePalms, FrameCrops> open() {
        return new HandCropper(24, pool);
    }

    @Override
    protected Item<FramePalms> good(int n) {
        List<Palm> palms = new ArrayList<>();
        for (int i = 0; i < n % 3; i++) {
            palms.add(Samples.palm(0.9, 10 * i, 12, 9, 8));
        }
        return Item.of("frame-" + n, new FramePalms(Frames.noise(pool, n, 60, 50), palms));
    }

    @Override
    protected Item<FramePalms> poisoned() {
        return null;
    }

    @Override
    protected Object describe(FrameCrops result) {
        return List.of(
                result.index(),
                result.ptsS(),
                result.width(),
                result.height(),
                result.regions(),
                result.pixels() == null
                        ? ""
                        : Frames.bytes(result.pixels().data().buffer()));
    }

    @Override
    protected Object describeInput(FramePalms input) {
        return List.of(
                input.palms(), Frames.bytes(input.frame().picture().pixels().buffer()));
    }
}
