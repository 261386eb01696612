package io.millrace.media.onnx;

import io.millrace.engine.item.FaultException;
import java.util.Arrays;

/** From what a model gives to what is stored. */
public final class Vectors {

    private static final String BAD = "BadVector";

    private Vectors() {}

    /**
     * The {@code place}-th of {@code vectors}, of length 1 where that is asked for.
     *
     * @throws FaultException {@code BadVector} for one that cannot be compared: not finite, or of length 0
     */
    public static float[] at(int place, float[] vectors, ModelCard.Output output) throws FaultException {
        int dimension = output.dimension();
        float[] vector = Arrays.copyOfRange(vectors, place * dimension, (place + 1) * dimension);
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        if (!Double.isFinite(squares)) {
            throw new FaultException(BAD, "the model gives numbers that are not finite");
        }
        if (squares == 0) {
            throw new FaultException(BAD, "the model gives nothing but zeros");
        }
        if (output.l2()) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) (vector[i] / length);
            }
        }
        return vector;
    }
}
