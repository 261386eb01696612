package io.millrace.engine.pipeline;

import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;

/** Told of items. What it throws ends the run. */
@FunctionalInterface
public interface Observer {

    Observer NONE = (item, outcome, attempt) -> {};

    /** The item has ended, at its {@code attempt}-th try, and is recorded. On the ledger's thread. */
    void ended(Item<?> item, Outcome outcome, int attempt) throws Exception;

    /** An earlier run's outcome of the item stands. On the source's thread. */
    default void settled(Item<?> item, Outcome outcome) {}

    /** Something to tell the user: a sentence. On any thread; it must not block. */
    default void told(String notice) {}
}
