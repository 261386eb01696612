package io.millrace.engine.flow;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;

/**
 * Where a step leaves its results during {@link Step#apply}. Not thread-safe; one worker's.
 *
 * @param <O> payload emitted
 */
public interface Output<O> {

    /**
     * A result made of {@code part}; any number per part, in the order of the calls. Ownership of {@code value} moves.
     */
    void emit(Part<?> part, O value);

    /**
     * A result that is on its way at once, before {@link Step#apply} returns: for items whose results are too many to
     * be held. Waits while {@code most} results of the part that left so are still on their way to the write stage; so
     * an item never holds more of them than it has reserved memory for. Only for a step that takes part by part. A part
     * that has left results so is not applied again: if the step throws, or fails it, it fails, and what left is
     * dropped at the end of the way. The results of {@code emit} come after those that left so.
     *
     * @param most at least 1
     * @throws InterruptedException when the worker is to leave; {@code value} is closed then
     */
    void stream(Part<?> part, O value, int most) throws FaultException, InterruptedException;

    /** Ends {@code part} without a result, and says why there is none. What is emitted for it is discarded. */
    void empty(Part<?> part, Fault reason);

    /** Ends {@code part} as failed and leaves the rest of the batch alone. What is emitted for it is discarded. */
    void fail(Part<?> part, Fault fault);
}
