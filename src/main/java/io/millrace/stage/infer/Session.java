package io.millrace.stage.infer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * A loaded model that several hold. It is let go when the last of them has: a worker that was abandoned inside of it keeps it
 * for as long as it is there. Any threads.
 */
final class Session {

    private final OrtSession session;
    private final Binding binding;
    private final int dimension;
    private int holders = 1;

    /** Held by the caller. */
    Session(OrtSession session, Binding binding, int dimension) {
        this.session = session;
        this.binding = binding;
        this.dimension = dimension;
    }

    synchronized void hold() {
        if (holders == 0) {
            throw new IllegalStateException("this model is closed");
        }
        holders++;
    }

    void release() {
        synchronized (this) {
            holders--;
            if (holders > 0) {
                return;
            }
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a model could not be closed", e);
        }
    }

    /** The vectors of the first {@code count} pictures, one after the other, as the model gives them. */
    float[] run(InputBatch pictures, int count, OrtSession.RunOptions options) throws OrtException {
        try (OnnxTensor input = pictures.tensor(count)) {
            return run(input, count, options);
        }
    }

    float[] run(OnnxTensor input, int count, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result =
                session.run(Map.of(binding.input(), input), Set.of(binding.output()), options)) {
            FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (numbers.remaining() != count * dimension) {
                throw new WrongDimension(numbers.remaining(), count);
            }
            float[] vectors = new float[numbers.remaining()];
            numbers.get(vectors);
            return vectors;
        }
    }

    /** What a shape that the model left open has turned out to be. */
    static final class WrongDimension extends OrtException {

        private static final long serialVersionUID = 1;

        WrongDimension(int numbers, int pictures) {
            super(OrtErrorCode.ORT_INVALID_ARGUMENT, "it gives " + numbers + " numbers for " + pictures + " pictures");
        }
    }
}
