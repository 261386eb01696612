package io.millrace.jobs.landmarks;

import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelStep;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames to their palms, best first, as many frames at a time as the model takes, of whatever videos. A frame without a
 * palm goes on like any other.
 *
 * <p>Faults: {@code WrongSize} for a frame that was fitted for another model; {@code BadAnswer} where a palm is no
 * place; {@code ModelFailed}.
 */
public final class PalmDetector extends ModelStep<FittedFrame, FramePalms> {

    private final HandLimits limits;
    private final WeightedSuppression suppression;
    private final Anchors anchors;

    /**
     * Holds {@code model} until it is closed.
     *
     * @param model whose card is of the kind {@link ModelKind#PALM}
     */
    public PalmDetector(OnnxModel model, HandLimits limits, BufferPool pool) {
        super(model, ModelKind.PALM, pool, "the frame was not fitted for the model");
        this.limits = limits;
        this.suppression = new WeightedSuppression(limits.palmOverlap());
        this.anchors = Anchors.ofPalms(model.card().input().width());
    }

    /** Best first, no more than may be hands. */
    public List<Palm> find(FittedFrame frame) throws FaultException {
        return palms(frame, answers(frame).get(0));
    }

    @Override
    protected int pictures(FittedFrame frame) {
        return 1;
    }

    @Override
    protected Tensor pixels(FittedFrame frame) {
        return frame.pixels();
    }

    @Override
    protected FramePalms result(FittedFrame frame, List<PictureAnswer> answers) throws FaultException {
        List<Palm> palms = palms(frame, answers.get(0));
        return new FramePalms(frame.frame().share(), palms);
    }

    private List<Palm> palms(FittedFrame frame, PictureAnswer answer) throws FaultException {
        float[][] outputs = answer.outputs();
        List<Palm> palms = new ArrayList<>();
        for (Palm palm : suppression.of(anchors.palms(outputs[0], outputs[1], answer.place(), limits.palmScore()))) {
            Palm there = palm.in(frame.region());
            if (!there.region().isFinite()) {
                throw new FaultException("BadAnswer", "the model gives numbers that are not finite");
            }
            if (palms.size() < limits.maxHands()) {
                palms.add(there);
            }
        }
        return palms;
    }
}
