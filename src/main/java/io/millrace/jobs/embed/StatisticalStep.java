package io.millrace.jobs.embed;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.Picture;
import java.util.List;

/** Pictures to their {@link StatisticalEmbedder} vectors. */
final class StatisticalStep implements Step<DecodedImage, Embedding> {

    private final StatisticalEmbedder embedder = new StatisticalEmbedder();

    @Override
    public void apply(List<Part<DecodedImage>> batch, Output<Embedding> out) throws FaultException {
        for (Part<DecodedImage> part : batch) {
            DecodedImage image = part.payload();
            out.emit(
                    part,
                    new Embedding(image.of(), image.sha256(), image.width(), image.height(), vector(image.picture())));
            part.reserve(0); // the picture is not needed any more, and a vector is nothing beside it
        }
    }

    /** Of nothing, nothing: the vector is known. */
    private float[] vector(Picture picture) {
        return picture == null ? null : embedder.of(picture.pixels().buffer(), picture.height(), picture.width());
    }
}
