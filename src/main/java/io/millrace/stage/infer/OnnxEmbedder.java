package io.millrace.stage.infer;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.flow.NativeMemory;
import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.flow.WayOut;
import io.millrace.item.Fault;
import io.millrace.item.FaultException;
import io.millrace.media.AlignedImage;
import io.millrace.media.BufferPool;
import io.millrace.media.Embedding;
import io.millrace.media.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures to vectors, as many at a time as the model takes. The memory that the model reads is leased when the first picture
 * comes and kept; a picture needs none of its own.
 *
 * <p>A run of the model that does not come forward is terminated, between two of its operators.
 *
 * <p>Faults: {@code BadVector}; {@code WrongSize} for a picture that was aligned for another model; {@code ModelFailed}.
 */
public final class OnnxEmbedder implements Step<AlignedImage, Embedding> {

    private static final long LEAST_WORKER_BYTES = 32L << 20;
    private static final long RUN_FACTOR = 16;

    private final OnnxModel model;
    private final BufferPool pool;
    private final int pictureBytes;
    private Lease memory;
    private InputBatch input;
    private OrtSession.RunOptions options;
    private volatile boolean terminated;
    private boolean closed;

    /** Holds {@code model} until it is closed. */
    public OnnxEmbedder(OnnxModel model, BufferPool pool) {
        this.model = model;
        this.pool = pool;
        this.pictureBytes = model.card().alignment().bytes();
        model.session().hold();
    }

    /**
     * What one worker more takes, in bytes: a run of the model beside the others holds its input and, of a network for
     * pictures, at its widest about fifteen times that in intermediate results; the weights are shared.
     */
    public static long workerBytes(OnnxModel model) {
        return Math.max(LEAST_WORKER_BYTES, RUN_FACTOR * model.bytesPerWorker());
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
    public void apply(List<Part<AlignedImage>> batch, Output<Embedding> out) throws FaultException {
        List<Part<AlignedImage>> fitting = new ArrayList<>(batch.size());
        for (Part<AlignedImage> part : batch) {
            if (part.payload().pixels() == null) {
                out.emit(part, embedding(part.payload(), null));
            } else if (part.payload().pixels().data().size() == pictureBytes) {
                fitting.add(part);
            } else {
                out.fail(
                        part,
                        Fault.of(
                                "WrongSize",
                                "the picture was not aligned for the model "
                                        + model.card().name()));
            }
        }
        if (!fitting.isEmpty()) {
            emit(fitting, run(fitting), out);
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

    private void emit(List<Part<AlignedImage>> batch, float[] vectors, Output<Embedding> out) {
        for (int i = 0; i < batch.size(); i++) {
            AlignedImage image = batch.get(i).payload();
            try {
                float[] vector = Vectors.at(i, vectors, model.card().output());
                out.emit(batch.get(i), embedding(image, vector));
                batch.get(i).reserve(0); // the picture is not needed any more, and a vector is nothing beside it
            } catch (FaultException e) {
                out.fail(batch.get(i), e.fault());
            }
        }
    }

    private static Embedding embedding(AlignedImage image, float[] vector) {
        return new Embedding(image.of(), image.sha256(), image.width(), image.height(), vector);
    }

    private float[] run(List<Part<AlignedImage>> batch) throws FaultException {
        try {
            prepare();
            for (int i = 0; i < batch.size(); i++) {
                input.put(i, batch.get(i).payload().pixels().data().buffer());
            }
            return WayOut.by(this::terminate, () -> model.session().run(input, batch.size(), options));
        } catch (OrtException e) {
            throw failed(e);
        }
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
