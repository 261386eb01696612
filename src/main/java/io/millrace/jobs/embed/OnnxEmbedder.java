package io.millrace.jobs.embed;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelRunner;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.Vectors;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures to vectors, as many at a time as the model takes; a picture needs no memory of its own.
 *
 * <p>Faults: {@code BadVector}; {@code WrongSize} for a picture that was aligned for another model;
 * {@code ModelFailed}.
 */
public final class OnnxEmbedder implements Step<AlignedImage, Embedding> {

    private final OnnxModel model;
    private final int pictureBytes;
    private final ModelRunner runner;

    /** Holds {@code model} until it is closed. */
    public OnnxEmbedder(OnnxModel model, BufferPool pool) {
        this.model = model;
        this.pictureBytes = model.card().alignment().bytes();
        this.runner = new ModelRunner(model, ModelKind.EMBEDDING, pool);
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
        runner.close();
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
        List<ByteBuffer> pictures = new ArrayList<>(batch.size());
        for (Part<AlignedImage> part : batch) {
            pictures.add(part.payload().pixels().data().buffer());
        }
        return runner.run(pictures)[0];
    }
}
