package io.millrace.engine.output;

import java.io.IOException;
import java.io.Writer;

/**
 * A file in the root of an output that can be made from its listing and its journal at any time, such as {@code
 * manifest.jsonl}. It never holds anything that they do not, so it is made anew instead of being added to.
 */
public interface DerivedFile {

    /** Without folders; no item may have it for an id. */
    String name();

    /**
     * Writes all of it, holding no more than an item at a time. May be called while a run goes on.
     *
     * @param to stays the caller's
     */
    void write(EndedItems items, Writer to) throws IOException;
}
