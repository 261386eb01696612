package io.millrace.jobs;

import io.millrace.engine.output.DerivedFile;
import io.millrace.show.console.Summary;
import java.nio.file.Path;
import java.util.List;

/** A job with its settings: what can be run, more than once. */
public interface Assembly extends AutoCloseable {

    /**
     * The files and folders that the source reads, whether they exist or not: an output must not be put around them.
     */
    List<Path> inputs();

    /** What it does one after the other, at least one: the first lists the input, as the manifest has it. */
    List<Phase<?, ?>> phases();

    /** The phase that lists the input. */
    default Phase<?, ?> first() {
        return phases().get(0);
    }

    /** What follows from listing and journal beside {@code manifest.jsonl}; written whenever that is. */
    default List<DerivedFile> derived() {
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
