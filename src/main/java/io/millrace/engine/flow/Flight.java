package io.millrace.engine.flow;

import io.millrace.engine.item.ItemId;

/**
 * Where one worker notes the items that its step has in hand, so that they are known if the process dies of them.
 * Called by that worker only, around every application of the step: it must cost next to nothing.
 */
public interface Flight {

    /** Notes nothing. */
    Flight NONE = new Flight() {
        @Override
        public void board(ItemId id) {}

        @Override
        public void land() {}
    };

    /** One item more is in hand. */
    void board(ItemId id);

    /** Nothing is in hand any more. */
    void land();

    /** The worker ends: another may note in its place. */
    default void close() {}
}
