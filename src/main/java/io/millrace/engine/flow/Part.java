package io.millrace.engine.flow;

import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;

/**
 * What a step takes: one frame, clip, image or batch of an item. Valid during {@link Step#apply}.
 *
 * @param <T> its payload
 */
public interface Part<T> {

    /** A part outside any pipeline, with unlimited memory: for trying a step by itself. */
    static <T> Part<T> alone(Item<T> item) {
        return Parcel.alone(item);
    }

    /** The item that it is of. */
    Item<?> item();

    T payload();

    /**
     * States the item's whole peak of memory from here on, in bytes; smaller than before gives memory back at once.
     * Call it before allocating. When the memory is not free now, this leaves the step (the worker turns to other
     * items) and the step is applied again later, with the memory reserved. Only the step that takes the item in may
     * ask for more than it has: whatever is past the first stage must be able to reach the end.
     *
     * @throws FaultException {@code TooLarge} if it can never fit
     */
    void reserve(long bytes) throws FaultException;
}
