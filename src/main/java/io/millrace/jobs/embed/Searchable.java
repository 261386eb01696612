package io.millrace.jobs.embed;

import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.plan.Plan;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.store.vectors.EmbeddingModel;

/** An assembly whose output can be searched for what is like a picture. Its phase is loaded before all else. */
public interface Searchable {

    /** Which vectors it makes. */
    EmbeddingModel vectors();

    /** The way of pictures to their vectors, as in a run, to a writer that gets them. */
    Plan plan(Source<ImageFile> images, BufferPool pool, Writer<Embedding> writer);
}
