package io.millrace.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** One generation that is being written: the only thing the journal wants of a queue library. One thread. */
interface RecordLog extends Closeable {

    /** Begins one in a folder that is not there yet. */
    interface Maker {
        RecordLog create(Path folder) throws IOException;
    }

    /** Appends a record and returns its offset in the generation's file. Whatever it throws ends the log. */
    long append(byte[] bytes, int length) throws IOException;

    /** Makes everything appended survive a power cut. After a failure the log must not be used again. */
    void force() throws IOException;
}
