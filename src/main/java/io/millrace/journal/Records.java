package io.millrace.journal;

import io.millrace.item.ItemId;

/** Where the newest record of an item can be looked up. */
@FunctionalInterface
public interface Records {

    /** Of an output without a past. */
    Records NONE = id -> null;

    /** The newest record of the item, or null. */
    Entry find(ItemId id) throws JournalException;
}
