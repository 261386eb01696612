package io.millrace.media.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A piece of native memory on loan from a {@link BufferPool}. One owner at a time, any thread; the owner closes it
 * once. Closing twice and using it after closing throw {@link IllegalStateException}. Memory that nobody writes to any
 * more may be {@linkplain #share shared}: each owner closes its own lease, the last one brings the memory home.
 */
public final class Lease implements AutoCloseable {

    private final BufferPool pool;
    private final ByteBuffer memory;
    private final int size;
    private final AtomicInteger holders;
    private final AtomicBoolean returned = new AtomicBoolean();

    Lease(BufferPool pool, ByteBuffer memory, int size) {
        this(pool, memory, size, new AtomicInteger(1));
    }

    private Lease(BufferPool pool, ByteBuffer memory, int size, AtomicInteger holders) {
        this.pool = pool;
        this.memory = memory;
        this.size = size;
        this.holders = holders;
    }

    /**
     * A second lease of the same memory, for a second owner. Called by an owner, whose own lease stays open during the
     * call; from here on nobody writes to the memory.
     */
    public Lease share() {
        if (returned.get()) {
            throw new IllegalStateException("this lease was returned; its memory cannot be shared any more");
        }
        holders.incrementAndGet();
        return new Lease(pool, memory, size, holders);
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
        if (holders.decrementAndGet() == 0) {
            pool.giveBack(memory);
        }
    }
}
