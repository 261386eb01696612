package io.millrace.pipeline;

import io.millrace.item.Item;
import io.millrace.item.Outcome;

/** Told of items as they end, on the ledger's thread. What it throws ends the run. */
@FunctionalInterface
public interface Observer {

    Observer NONE = (item, outcome) -> {};

    /** The item has ended and is recorded. */
    void ended(Item<?> item, Outcome outcome) throws Exception;
}
