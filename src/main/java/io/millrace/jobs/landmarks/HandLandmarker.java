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
import java.util.Arrays;
import java.util.List;

/**
 * Crops to hands, as many crops at a time as the model takes, of whatever frames and videos. A frame without a hand
 * goes on with the reason.
 *
 * <p>Faults: {@code WrongSize} for crops that were made for another model; {@code BadAnswer} for points that are no
 * places; {@code ModelFailed}.
 */
public final class HandLandmarker implements Step<FrameCrops, FrameHands> {

    private final OnnxModel model;
    private final HandLimits limits;
    private final int side;
    private final ModelRunner runner;

    /**
     * Holds {@code model} until it is closed.
     *
     * @param model whose card is of the kind {@link ModelKind#HAND}
     */
    public HandLandmarker(OnnxModel model, HandLimits limits, BufferPool pool) {
        this.model = model;
        this.limits = limits;
        this.side = model.card().input().width();
        this.runner = new ModelRunner(model, ModelKind.HAND, pool);
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
    public void apply(List<Part<FrameCrops>> batch, Output<FrameHands> out) throws FaultException {
        List<FrameCrops> fitting =
                batch.stream().map(Part::payload).filter(this::fits).toList();
        List<Said> said = run(fitting);
        int at = 0;
        for (Part<FrameCrops> part : batch) {
            if (fits(part.payload())) {
                int next = at + part.payload().regions().size();
                emit(part, said.subList(at, next), out);
                at = next;
            } else {
                out.fail(part, wrongSize());
            }
        }
    }

    /** Without those that are none, and without doubles. */
    public FrameHands find(FrameCrops crops) throws FaultException {
        if (!fits(crops)) {
            throw new FaultException(wrongSize());
        }
        return hands(crops, run(List.of(crops)));
    }

    @Override
    public void close() {
        runner.close();
    }

    private void emit(Part<FrameCrops> part, List<Said> said, Output<FrameHands> out) {
        try {
            out.emit(part, hands(part.payload(), said));
        } catch (FaultException e) {
            out.fail(part, e.fault());
        }
    }

    private FrameHands hands(FrameCrops crops, List<Said> said) throws FaultException {
        List<Hand> hands = new ArrayList<>(said.size());
        for (int i = 0; i < said.size(); i++) {
            if (!(said.get(i).presence() < limits.handScore())) {
                said.get(i).check();
                hands.add(hand(crops, crops.regions().get(i), said.get(i)));
            }
        }
        return FrameHands.of(crops, hands);
    }

    private Hand hand(FrameCrops crops, Region region, Said said) {
        return Hand.of(
                region,
                side,
                crops.width(),
                crops.height(),
                said.presence(),
                said.handedness(),
                said.landmarks(),
                said.world());
    }

    /** Crop by crop, frame by frame, in runs that are as full as they can be. */
    private List<Said> run(List<FrameCrops> frames) throws FaultException {
        List<ByteBuffer> crops = new ArrayList<>();
        for (FrameCrops frame : frames) {
            for (int i = 0; i < frame.regions().size(); i++) {
                crops.add(frame.pixels().data().buffer().slice(i * cropBytes(), cropBytes()));
            }
        }
        List<Said> said = new ArrayList<>(crops.size());
        for (int from = 0; from < crops.size(); from += model.batch()) {
            List<ByteBuffer> some = crops.subList(from, Math.min(crops.size(), from + model.batch()));
            float[][] answers = runner.run(some);
            for (int i = 0; i < some.size(); i++) {
                said.add(Said.of(answers, i));
            }
        }
        return said;
    }

    private boolean fits(FrameCrops crops) {
        return crops.regions().isEmpty()
                || crops.pixels().data().size() == crops.regions().size() * cropBytes();
    }

    private int cropBytes() {
        return model.card().alignment().bytes();
    }

    private Fault wrongSize() {
        return Fault.of(
                "WrongSize",
                "the crops were not made for the model " + model.card().name());
    }

    /** What the model says of one crop; no world where it has none. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Said(float presence, float handedness, float[] landmarks, float[] world) {

        static Said of(float[][] answers, int place) {
            float[] world = answers.length > OnnxModel.WORLD ? points(answers[OnnxModel.WORLD], place) : null;
            return new Said(answers[1][place], answers[2][place], points(answers[0], place), world);
        }

        void check() throws FaultException {
            double sum = (double) presence + handedness + sum(landmarks) + (world == null ? 0 : sum(world));
            if (!Double.isFinite(sum)) {
                throw new FaultException("BadAnswer", "the model gives numbers that are not finite");
            }
        }

        private static double sum(float[] numbers) {
            double sum = 0;
            for (float number : numbers) {
                sum += number;
            }
            return sum;
        }

        private static float[] points(float[] all, int place) {
            return Arrays.copyOfRange(all, place * Hand.NUMBERS, (place + 1) * Hand.NUMBERS);
        }
    }
}
