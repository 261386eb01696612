package io.millrace.jobs.landmarks;

import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelStep;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Tensor;
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
public final class HandLandmarker extends ModelStep<FrameCrops, FrameHands> {

    private final HandLimits limits;
    private final int side;

    /**
     * Holds {@code model} until it is closed.
     *
     * @param model whose card is of the kind {@link ModelKind#HAND}
     */
    public HandLandmarker(OnnxModel model, HandLimits limits, BufferPool pool) {
        super(model, ModelKind.HAND, pool, "the crops were not made for the model");
        this.limits = limits;
        this.side = model.card().input().width();
    }

    /** Without those that are none, and without doubles. */
    public FrameHands find(FrameCrops crops) throws FaultException {
        return result(crops, answers(crops));
    }

    @Override
    protected int pictures(FrameCrops crops) {
        return crops.regions().size();
    }

    @Override
    protected Tensor pixels(FrameCrops crops) {
        return crops.pixels();
    }

    @Override
    protected FrameHands result(FrameCrops crops, List<PictureAnswer> answers) throws FaultException {
        List<Hand> hands = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            Said said = Said.of(answers.get(i));
            if (!(said.presence() < limits.handScore())) {
                said.check();
                hands.add(hand(crops, crops.regions().get(i), said));
            }
        }
        return FrameHands.of(crops, hands);
    }

    private Hand hand(FrameCrops crops, Region region, Said said) {
        int width = crops.width();
        int height = crops.height();
        return Hand.of(region, side, width, height, said.presence, said.handedness, said.landmarks, said.world);
    }

    /** What the model says of one crop; no world where it has none. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Said(float presence, float handedness, float[] landmarks, float[] world) {

        static Said of(PictureAnswer answer) {
            float[][] outputs = answer.outputs();
            int place = answer.place();
            float[] world = outputs.length > OnnxModel.WORLD ? points(outputs[OnnxModel.WORLD], place) : null;
            return new Said(outputs[1][place], outputs[2][place], points(outputs[0], place), world);
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
