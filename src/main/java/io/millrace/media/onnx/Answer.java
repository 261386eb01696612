package io.millrace.media.onnx;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One of the outputs that a card expects of a model.
 *
 * @param what it says
 * @param shape for one picture
 * @param needed whether a model without it is refused
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(String what, int[] shape, boolean needed) {

    Answer(String what, int... shape) {
        this(what, shape, true);
    }

    /** The same, where the model has it. */
    Answer orNone() {
        return new Answer(what, shape, false);
    }

    /** Floats for one picture. */
    int numbers() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    boolean looksLike(Answer other) {
        return Arrays.equals(shape, other.shape);
    }

    /** As in sentences for the user. */
    @Override
    public String toString() {
        String sides = Arrays.stream(shape).mapToObj(side -> ", " + side).collect(Collectors.joining());
        return what + " [n" + sides + "]" + (needed ? "" : " if it has them");
    }
}
