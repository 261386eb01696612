package io.millrace.media.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes on their way to a disk, the same each time. They need not be in memory all at once. */
@FunctionalInterface
public interface ByteSource {

    /** Puts all of them, in their order. */
    void to(Sink sink) throws IOException;

    /** Takes what is put. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes everything that remains in {@code pieces}, one after the other; afterwards their memory is the caller's
         * again.
         */
        void put(ByteBuffer... pieces) throws IOException;
    }

    /** Bytes that are in memory. */
    static ByteSource of(byte[] bytes) {
        return sink -> sink.put(ByteBuffer.wrap(bytes));
    }
}
