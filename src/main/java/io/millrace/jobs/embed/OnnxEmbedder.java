package io.millrace.jobs.embed;

import io.millrace.engine.flow.Part;
import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.ModelKind;
import io.millrace.media.onnx.ModelStep;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.Vectors;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.Tensor;
import java.util.List;

/**
 * Pictures to vectors, as many at a time as the model takes; a picture needs no memory of its own.
 *
 * <p>Faults: {@code BadVector}; {@code WrongSize} for a picture that was aligned for another model;
 * {@code ModelFailed}.
 */
public final class OnnxEmbedder extends ModelStep<AlignedImage, Embedding> {

    /** Holds {@code model} until it is closed. */
    public OnnxEmbedder(OnnxModel model, BufferPool pool) {
        super(model, ModelKind.EMBEDDING, pool, "the picture was not aligned for the model");
    }

    /** Of one whose vector is known nothing but its names goes on. */
    @Override
    protected int pictures(AlignedImage image) {
        return image.pixels() == null ? 0 : 1;
    }

    @Override
    protected Tensor pixels(AlignedImage image) {
        return image.pixels();
    }

    @Override
    protected Embedding result(AlignedImage image, List<PictureAnswer> answers) throws FaultException {
        float[] vector = null;
        for (PictureAnswer answer : answers) {
            vector =
                    Vectors.at(answer.place(), answer.outputs()[0], model.card().output());
        }
        return new Embedding(image.of(), image.sha256(), image.width(), image.height(), vector);
    }

    @Override
    protected void emitted(Part<AlignedImage> part) throws FaultException {
        if (part.payload().pixels() != null) {
            part.reserve(0); // the picture is not needed any more, and a vector is nothing beside it
        }
    }
}
