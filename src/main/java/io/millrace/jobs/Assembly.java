package io.millrace.jobs;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.Records;
import io.millrace.engine.output.DerivedFile;
import io.millrace.engine.plan.Plan;
import io.millrace.media.pixel.BufferPool;
import io.millrace.show.console.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A job with its settings: what can be run, more than once. */
public interface Assembly extends AutoCloseable {

    /**
     * The files and folders that the source reads, whether they exist or not: an output must not be put around them.
     */
    List<Path> inputs();

    /** Opens the source afresh, checked as far as that goes without listing it. The caller closes it. */
    Source<?> openSource() throws ManifestException;

    /**
     * These files as if they were a data set of their own. The caller closes it.
     *
     * @param files as they were named, whether they exist or not
     */
    Source<?> openSource(List<Path> files) throws ManifestException;

    /**
     * The way of the data from {@code source}, which came from {@code openSource}, to {@code output}.
     *
     * @param pool leases the memory of whatever is under way
     * @param output exists; ignored by formats that write nothing
     * @param durable whether results must be on the disk before they count
     * @param earlier what runs into this output have recorded, kept up to date by this one
     */
    Plan plan(Source<?> source, BufferPool pool, Path output, boolean durable, Records earlier);

    /**
     * How results lie in the output, in words; every run into it has to lay them out so. Empty where nothing is
     * written.
     */
    String layout();

    /** What is recorded of the results, to be forced and verified. */
    Outputs outputs(Path output);

    /** What follows from listing and journal beside {@code manifest.jsonl}; written whenever that is. */
    default List<DerivedFile> derived() {
        return List.of();
    }

    /**
     * Lists in files in {@code folder} what the input holds and the source leaves out, before anything runs.
     *
     * @param source from {@link #openSource()}, not listed yet
     * @param folder of this run
     */
    default void listLeftOut(Source<?> source, Path folder) throws IOException {}

    /**
     * What somebody who starts a run with these settings may not have thought of; a sentence each, on one line.
     *
     * @param source from {@link #openSource()}, not closed yet
     */
    default List<String> notices(Source<?> source) {
        return List.of();
    }

    /** What the summary of a run says besides, a line each. */
    default List<String> closing(Summary summary) {
        return List.of();
    }

    /** Releases what was loaded for it. */
    @Override
    default void close() {}

    /** {@code step version} of each step whose bytes matter; a version is raised when its bytes change. */
    List<String> resultVersions();
}
