package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.StepContract;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.pixel.Frame;
import java.util.List;

/** The contract of every step, on frames of several sizes. */
class LetterboxerContractTest extends StepContract<Frame, FittedFrame> {

    @Override
    protected Step<Frame, FittedFrame> open() {
        return new Letterboxer(new Alignment(32, 32, Fit.LETTERBOX, Filter.LINEAR), pool);
    }

    @Override
    protected Item<Frame> good(int n) {
        return Item.of("frame-" + n, Frames.noise(pool, n, 40 + 7 * n, 50));
    }

    @Override
    protected Item<Frame> poisoned() {
        return null;
    }

    @Override
    protected Object describe(FittedFrame result) {
        return List.of(
                result.region(),
                describeInput(result.frame()),
                Frames.bytes(result.pixels().data().buffer()));
    }

    @Override
    protected Object describeInput(Frame input) {
        return List.of(
                input.index(),
                input.ptsS(),
                Frames.bytes(input.picture().pixels().buffer()));
    }
}
