package io.millrace.engine.output;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import java.io.IOException;

/** The listed items of an output that have an outcome. One thread. */
public interface EndedItems {

    /** All of them in the order of their ordinals, those that end meanwhile left out or not; can be called again. */
    void forEach(Visitor visitor) throws IOException;

    /** Takes the items of {@link #forEach}. */
    interface Visitor {
        void item(ItemId id, String source, Ended ended) throws IOException;
    }

    /** How an item stands, read when it is asked for; to be asked during the visit only. */
    interface Ended {
        Outcome outcome() throws IOException;
    }
}
