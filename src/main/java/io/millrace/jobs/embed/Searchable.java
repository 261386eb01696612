package io.millrace.jobs.embed;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.plan.Plan;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.store.vectors.EmbeddingModel;

/** An assembly whose output can be searched for what is like a picture. */
public interface Searchable {

    /**
     * Loads what makes vectors; before everything else.
     *
     * @throws ManifestException in a sentence, if it cannot be used
     */
    void openModel() throws ManifestException;

    /** Which vectors it makes. */
    EmbeddingModel vectors();

    /** The way of pictures to their vectors, as in a run, to a writer that gets them. */
    Plan plan(Source<ImageFile> images, BufferPool pool, Writer<Embedding> writer);
}
