package io.millrace.flow;

import io.millrace.item.Fault;

/**
 * Where a step leaves its results during {@link Step#apply}. Not thread-safe; one worker's.
 *
 * @param <O> payload emitted
 */
public interface Output<O> {

    /** A result made of {@code part}; any number per part, in the order of the calls. Ownership of {@code value} moves. */
    void emit(Part<?> part, O value);

    /** Ends {@code part} as failed and leaves the rest of the batch alone. What is emitted for it is discarded. */
    void fail(Part<?> part, Fault fault);
}
