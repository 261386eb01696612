package io.millrace.jobs;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.ParquetFile.Column;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.flow.Source;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.Records;
import io.millrace.engine.plan.Plan;
import io.millrace.media.onnx.ModelException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.text.VocabularyException;
import io.millrace.store.OutputFiles;
import io.millrace.store.shards.ShardSettings;
import io.millrace.store.shards.ShardWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a job's work that has items of its own. It begins when all items of the phase before it have ended, so it
 * may read what that has left in the output. Each phase keeps its own journal: a killed run resumes in the phase that
 * it had come to.
 *
 * @param <T> what its items carry
 * @param <S> where they come from
 */
public interface Phase<T, S extends Source<T>> {

    /** Short, of small letters, digits and dashes; what a run shows while it is in this phase. */
    String name();

    /**
     * Loads what its items need besides the input; before that is read, and before the output is touched. Again it does
     * nothing.
     */
    default void load() throws ModelException, VocabularyException {}

    /**
     * Opens the source afresh, checked as far as that goes without listing it. The caller closes it.
     *
     * @param output of the run, where the phases before this have left what they made; need not exist for the first
     */
    S open(Path output) throws ManifestException;

    /**
     * These files as if they were a data set of their own. The caller closes it.
     *
     * @param files as they were named, whether they exist or not
     * @throws UnsupportedOperationException not the first phase of a job: its input is no files
     */
    default Source<T> open(List<Path> files) throws ManifestException {
        throw new UnsupportedOperationException("the phase " + name() + " has no files for input");
    }

    /**
     * The way of the data to the output.
     *
     * @param source of {@code open}, or a selection of it
     */
    Plan plan(Source<T> source, Place place);

    /**
     * Where a plan works.
     *
     * @param pool leases the memory of whatever is under way
     * @param output exists; ignored by formats that write nothing
     * @param durable whether results must be on the disk before they count
     * @param earlier what runs into this output have recorded of the phase, kept up to date by this one
     */
    record Place(BufferPool pool, Path output, boolean durable, Records earlier) {

        /** Writes shards with tables of these facts, made with so much memory. */
        public ShardWriter shards(ShardSettings shard, List<Column> facts, TableLimits tables) {
            return new ShardWriter(output, shard.maxItems(), durable, earlier, facts, tables.memoryBytes());
        }
    }

    /**
     * How results lie in the output, in words; every run into it has to lay them out so. Empty where nothing is
     * written.
     */
    String layout();

    /** What is recorded of the results, to be forced and verified. */
    default Outputs outputs(Path output) {
        return layout().isEmpty() ? Outputs.NONE : new OutputFiles(output);
    }

    /**
     * Lists in files in {@code folder} what the input holds and the source leaves out, before anything runs.
     *
     * @param source not listed yet
     * @param folder of this run
     */
    default void listLeftOut(S source, Path folder) throws IOException {}

    /**
     * What somebody who starts a run with these settings may not have thought of; a sentence each, on one line.
     *
     * @param source not closed yet
     */
    default List<String> notices(S source) {
        return List.of();
    }
}
