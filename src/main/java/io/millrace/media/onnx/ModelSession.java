package io.millrace.media.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A loaded model that several hold. It is let go when the last of them has: a worker that was abandoned inside of it
 * keeps it for as long as it is there. Any threads.
 */
final class ModelSession {

    private final OrtSession session;
    private final Binding binding;
    private int holders = 1;

    /** Held by the caller. */
    ModelSession(OrtSession session, Binding binding) {
        this.session = session;
        this.binding = binding;
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
        Ort.close(session);
    }

    /** For each output of the binding the numbers of the first {@code count} pictures, one after the other. */
    float[][] run(InputBatch pictures, int count, OrtSession.RunOptions options) throws OrtException {
        Set<String> wanted = new LinkedHashSet<>(binding.outputs());
        try (OnnxTensor input = pictures.tensor(count);
                OrtSession.Result result = session.run(Map.of(binding.input(), input), wanted, options)) {
            float[][] answers = new float[binding.outputs().size()][];
            for (int i = 0; i < answers.length; i++) {
                OnnxValue output = result.get(binding.outputs().get(i)).orElseThrow();
                answers[i] = numbers(output, count, count * binding.numbers()[i]);
            }
            return answers;
        }
    }

    private static float[] numbers(OnnxValue output, int count, int expected) throws WrongDimension {
        FloatBuffer buffer = ((OnnxTensor) output).getFloatBuffer();
        if (buffer.remaining() != expected) {
            throw new WrongDimension(buffer.remaining(), count);
        }
        float[] numbers = new float[expected];
        buffer.get(numbers);
        return numbers;
    }

    /** What a shape that the model left open has turned out to be. */
    static final class WrongDimension extends OrtException {

        private static final long serialVersionUID = 1;

        WrongDimension(int numbers, int pictures) {
            super(OrtErrorCode.ORT_INVALID_ARGUMENT, "it gives " + numbers + " numbers for " + pictures + " pictures");
        }
    }
}
