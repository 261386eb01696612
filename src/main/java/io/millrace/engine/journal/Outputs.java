package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the records of an output promise of the files in it: to bring those to the disk, and to tell whether they are as
 * they were written. One call at a time, any thread.
 */
public interface Outputs {

    /** Of an output in which nothing is written. */
    Outputs NONE = new Outputs() {
        @Override
        public void force(Recorded items) {}

        @Override
        public void verify(Recorded items, Visitor wrong) {}

        @Override
        public void disown(Entry item) {}
    };

    /** Some items with their records. */
    @FunctionalInterface
    interface Recorded {
        /** In the order in which they were recorded; each time from the first. */
        void forEach(Visitor visitor) throws IOException;
    }

    /** Takes the items of {@link Recorded#forEach}. */
    @FunctionalInterface
    interface Visitor {
        void item(Entry entry) throws IOException;
    }

    /**
     * Brings everything that these items have left to the disk: files, and their names. What is not there is passed
     * over.
     *
     * @throws IOException the disk does not take it
     */
    void force(Recorded items) throws IOException;

    /** Names each of these items of which something is not there, or not to the last byte what its record says. */
    void verify(Recorded items, Visitor wrong) throws IOException;

    /** As {@link #verify}, by names and lengths alone: nothing is read. */
    default void glance(Recorded items, Visitor wrong) throws IOException {}

    /**
     * Counts results that are there without a record, as a process that was killed leaves them: the next run makes them
     * again.
     *
     * @param items with a record, by which it is known what results look like
     * @param others that are listed and have none
     */
    default long unrecorded(Recorded items, Unrecorded others) throws IOException {
        return 0;
    }

    /**
     * Files below the root that these records prove to be ours, and that no mark
     * {@linkplain io.millrace.engine.output.OutputState#claim says} to be: they would be taken for somebody's.
     */
    default List<String> unclaimed(Recorded items) throws IOException {
        return List.of();
    }

    /**
     * Shared files that none of these records names, and that are not what was made: a run that makes items of them
     * again would have to refuse.
     */
    default List<String> damagedStrays(Recorded items) throws IOException {
        return List.of();
    }

    /** Of this shared file nothing is to be taken over without a look at each item's record. */
    default void disown(String file) throws IOException {}

    /** The items without a record. */
    interface Unrecorded {
        /**
         * Asks about each of them that is listed, in that order.
         *
         * @param hasResult whether there is a result of the item
         */
        void forEach(Predicate<ItemId> hasResult) throws IOException;

        /** Whether an item, listed or not, is one of them. */
        boolean has(ItemId item);
    }

    /**
     * The item counts no more and is made again: whatever else shares a file with what it left is not to be relied
     * upon.
     */
    void disown(Entry item) throws IOException;
}
