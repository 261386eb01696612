package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Flight;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.io.IOException;

/**
 * What a run knows of earlier runs and keeps for later ones. {@link #hasRoom}, {@link #ordinal} and {@link #settled}
 * are called by the source's thread, {@link #record} and {@link #commit} by the ledger's, {@link #flight} and
 * {@link #beforeWriting} by workers'.
 */
public interface Books {

    /**
     * The item's place in the listing, from 0, the same in every run. Two items with one id are an error. For an
     * ordered writer the source must list in the order of these places and leave none out: the run fails otherwise.
     */
    long ordinal(Item<?> item) throws IOException;

    /** Whether there is room for what one more item leaves behind; asked before each, does not block. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * How an earlier run ended the item, if that still stands; null when there is work to do. What does not stand any
     * more is taken back: from here on the item has not ended.
     */
    Outcome settled(Item<?> item) throws IOException;

    /**
     * Why the item must not be tried, and ends {@code QUARANTINED} instead; null for nearly all. On the source's
     * thread.
     */
    default Fault barred(Item<?> item) {
        return null;
    }

    /** For one worker of a stage: where it notes what it has in hand. On that worker's thread. */
    default Flight flight(String stage) {
        return Flight.NONE;
    }

    /**
     * Called before anything of an item's output changes, by the writers' threads: that {@link #settled} took it back
     * has to be safe when this returns, or a power cut could bring back the record of an output that is gone.
     */
    default void beforeWriting(Item<?> item) throws IOException {}

    /** Remembers an ended item whose output is visible. */
    void record(Ticket ticket) throws IOException;

    /** After the last {@link #record} of a batch: what was recorded must be safe when this returns. */
    void commit() throws IOException;

    /** Books of a run that remembers nothing: ordinals count up, everything is to do. */
    static Books none() {
        return new Books() {
            private long next;

            @Override
            public long ordinal(Item<?> item) {
                return next++;
            }

            @Override
            public Outcome settled(Item<?> item) {
                return null;
            }

            @Override
            public void record(Ticket ticket) {}

            @Override
            public void commit() {}
        };
    }
}
