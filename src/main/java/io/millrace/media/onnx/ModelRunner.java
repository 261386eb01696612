package io.millrace.media.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.engine.flow.NativeInterrupt;
import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One worker's way to a model, which it holds until it is closed. The memory that the model reads is leased when the
 * first picture comes and kept. One thread's.
 *
 * <p>A run of the model that does not come forward is terminated, between two of its operators.
 */
public final class ModelRunner implements AutoCloseable {

    private final OnnxModel model;
    private final BufferPool pool;
    private Lease memory;
    private InputBatch input;
    private OrtSession.RunOptions options;
    private volatile boolean terminated;
    private boolean closed;

    public ModelRunner(OnnxModel model, ModelKind kind, BufferPool pool) {
        if (model.card().kind() != kind) {
            throw new IllegalArgumentException("the card " + model.card().name() + " is for "
                    + model.card().kind() + ", not for " + kind);
        }
        this.model = model;
        this.pool = pool;
        model.session().hold();
    }

    /**
     * The model's answers, each with the numbers of all pictures, one after the other.
     *
     * @param pictures as the model's card says, from their positions on; no more than {@link OnnxModel#batch}
     * @throws FaultException {@code ModelFailed}; or that native memory is exhausted
     */
    public float[][] run(List<ByteBuffer> pictures) throws FaultException {
        try {
            prepare();
            for (int i = 0; i < pictures.size(); i++) {
                input.put(i, pictures.get(i));
            }
            return NativeInterrupt.by(this::terminate, () -> model.session().run(input, pictures.size(), options));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (options != null) {
            options.close();
        }
        if (memory != null) {
            memory.close();
        }
        model.session().release();
    }

    private void prepare() throws OrtException {
        if (input == null) {
            memory = pool.lease(Math.toIntExact(model.bytesPerWorker()));
            options = Ort.runOptions();
            input = model.input(memory.buffer());
        }
        if (terminated) {
            terminated = false;
            options.setTerminate(false);
        }
    }

    /** By the thread that asks this worker to leave. */
    private void terminate() {
        try {
            terminated = true;
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run could not be terminated", e);
        }
    }

    private static FaultException failed(OrtException e) {
        String words = Ort.words(e);
        return words.contains("Failed to allocate memory")
                ? NativeMemory.exhausted(words)
                : new FaultException("ModelFailed", words);
    }
}
