package io.millrace.engine.flow;

import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import java.io.IOException;
import org.reactivestreams.Publisher;

/**
 * The beginning of the way: lists items with honoured demand, lazily and in the same order every time.
 *
 * @param <T> payload of the first part of each item
 */
public interface Source<T> extends AutoCloseable {

    /**
     * The items, for one subscriber. Nothing is listed before it is requested. An entry that cannot be listed is an
     * item that carries its fault; an error signal means that the source as a whole is unusable and ends the run.
     */
    Publisher<Item<T>> items();

    /**
     * From now on lists the items by their places in an output: those that have one by rising places, then the others
     * in their own order. Called before {@link #items}.
     */
    default void arrange(Places places) throws IOException {
        throw new UnsupportedOperationException(getClass() + " has one order only; no ordered output takes it");
    }

    /** Where items stand that an output knows. */
    @FunctionalInterface
    interface Places {
        /** -1 if it has none yet. */
        long of(ItemId id) throws IOException;
    }

    /** How many items there will be; -1 while unknown. Safe for any thread. */
    default long expected() {
        return -1;
    }

    /**
     * Whether there is more than this source was asked to list ({@code --limit}): a run over it does not finish the
     * input.
     */
    default boolean partial() {
        return false;
    }

    @Override
    default void close() throws IOException {}
}
