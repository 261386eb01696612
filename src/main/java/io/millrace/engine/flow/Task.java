package io.millrace.engine.flow;

import java.io.IOException;
import java.util.List;

/**
 * What one worker does with what it takes. Opened, run and closed on the worker's thread.
 *
 * @param <E> what it takes
 */
public interface Task<E> extends AutoCloseable {

    /** Owns {@code batch}'s elements from here on. What it throws ends the run. */
    void run(List<E> batch) throws Exception;

    /** The most elements worth taking at once, whatever they cost; 1 leaves it to the worker. */
    default int batch() {
        return 1;
    }

    /** How long the first element may wait for the rest of {@link #batch()}; 0 is not at all. */
    default long lingerNs() {
        return 0;
    }

    /** Nothing more will come to this worker: completes what is not finished. Not called when the run is cut short. */
    default void finish() throws Exception {}

    @Override
    default void close() throws IOException {}
}
