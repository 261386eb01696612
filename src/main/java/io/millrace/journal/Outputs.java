package io.millrace.journal;

import java.io.IOException;

/**
 * What the records of an output promise of the files in it: to bring those to the disk, and to tell whether they are as they
 * were written. One call at a time, any thread.
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
     * Brings everything that these items have left to the disk: files, and their names. What is not there is passed over.
     *
     * @throws IOException the disk does not take it
     */
    void force(Recorded items) throws IOException;

    /** Names each of these items of which something is not there, or not to the last byte what its record says. */
    void verify(Recorded items, Visitor wrong) throws IOException;

    /** The item counts no more and is made again: whatever else shares a file with what it left is not to be relied upon. */
    void disown(Entry item) throws IOException;
}
