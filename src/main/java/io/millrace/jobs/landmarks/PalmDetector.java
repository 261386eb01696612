package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelRunner;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.pixel.BufferPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames to their palms, best first, as many frames at a time as the model takes, of whatever videos. A frame without a
 * palm goes on like any other.
 *
 * <p>Faults: {@code WrongSize} for a frame that was fitted for another model; {@code BadAnswer} where a palm is no
 * place; {@code ModelFailed}.
 */
public final class PalmDetector implements Step<FittedFrame, FramePalms> {

    private final OnnxModel model;
    private final HandLimits limits;
    private final WeightedSuppression suppression;
    private final Anchors anchors;
    private final ModelRunner runner;

    /**
     * Holds {@code model} until it is closed.
     *
     * @param model whose card is of the kind {@link ModelKind#PALM}
     */
    public PalmDetector(OnnxModel model, HandLimits limits, BufferPool pool) {
        this.model = model;
        this.limits = limits;
        this.suppression = new WeightedSuppression(limits.palmOverlap());
        this.anchors = Anchors.ofPalms(model.card().input().width());
        this.runner = new ModelRunner(model, ModelKind.PALM, pool);
    }

    @Override
    public int batch() {
        return model.batch();
    }

    @Override
    public Duration linger() {
        return model.linger();
    }

    @Override
    public void apply(List<Part<FittedFrame>> batch, Output<FramePalms> out) throws FaultException {
        List<Part<FittedFrame>> fitting = new ArrayList<>(batch.size());
        for (Part<FittedFrame> part : batch) {
            if (fits(part.payload())) {
                fitting.add(part);
            } else {
                out.fail(part, wrongSize());
            }
        }
        if (fitting.isEmpty()) {
            return;
        }
        float[][] answers = run(fitting.stream().map(Part::payload).toList());
        for (int i = 0; i < fitting.size(); i++) {
            emit(fitting.get(i), answers, i, out);
        }
    }

    /** Best first, no more than may be hands. */
    public List<Palm> find(FittedFrame frame) throws FaultException {
        if (!fits(frame)) {
            throw new FaultException(wrongSize());
        }
        return palms(frame, run(List.of(frame)), 0);
    }

    @Override
    public void close() {
        runner.close();
    }

    private void emit(Part<FittedFrame> part, float[][] answers, int place, Output<FramePalms> out) {
        try {
            List<Palm> palms = palms(part.payload(), answers, place);
            out.emit(part, new FramePalms(part.payload().frame().share(), palms));
        } catch (FaultException e) {
            out.fail(part, e.fault());
        }
    }

    private List<Palm> palms(FittedFrame frame, float[][] answers, int place) throws FaultException {
        List<Palm> palms = new ArrayList<>();
        for (Palm palm : suppression.of(anchors.palms(answers[0], answers[1], place, limits.palmScore()))) {
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

    private float[][] run(List<FittedFrame> frames) throws FaultException {
        List<ByteBuffer> pictures = new ArrayList<>(frames.size());
        for (FittedFrame frame : frames) {
            pictures.add(frame.pixels().data().buffer());
        }
        return runner.run(pictures);
    }

    private boolean fits(FittedFrame frame) {
        return frame.pixels().data().size() == model.card().alignment().bytes();
    }

    private Fault wrongSize() {
        return Fault.of(
                "WrongSize",
                "the frame was not fitted for the model " + model.card().name());
    }
}
