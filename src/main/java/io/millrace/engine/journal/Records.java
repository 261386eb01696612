package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;

/** Where the newest record of an item can be looked up. */
@FunctionalInterface
public interface Records {

    /** Of an output without a past. */
    Records NONE = id -> null;

    /** The newest record of the item; null if there is none that counts. */
    Entry find(ItemId id) throws JournalException;

    /**
     * What {@link #find} says no more survives the machine when this returns. To be called after it has been asked and
     * before something is removed because of what it said.
     */
    default void settle() throws JournalException {}
}
