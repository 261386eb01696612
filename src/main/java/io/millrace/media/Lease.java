package io.millrace.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of native memory on loan from a {@link BufferPool}. One owner at a time, any thread; the owner closes it once.
 * Closing twice and using it after closing throw {@link IllegalStateException}.
 */
public final class Lease implements AutoCloseable {

    private final BufferPool pool;
    private final ByteBuffer memory;
    private final int size;
    private final AtomicBoolean returned = new AtomicBoolean();

    Lease(BufferPool pool, ByteBuffer memory, int size) {
        this.pool = pool;
        this.memory = memory;
        this.size = size;
    }

    /** A fresh little-endian view of exactly {@link #size()} bytes of direct memory, position 0. */
    public ByteBuffer buffer() {
        if (returned.get()) {
            throw new IllegalStateException("this lease was returned; its memory may be another's by now");
        }
        return memory.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** In bytes. */
    public int size() {
        return size;
    }

    @Override
    public void close() {
        if (!returned.compareAndSet(false, true)) {
            throw new IllegalStateException("this lease was returned twice");
        }
        pool.giveBack(memory);
    }
}
