package io.millrace.media.pixel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Direct memory, reused. It never blocks and sets no ceiling: what may be in use at once is reserved before it is
 * leased. It keeps at most {@code retainBytes} of idle memory and frees the rest at once. Safe for any threads.
 */
public final class BufferPool implements AutoCloseable {

    private static final int SMALLEST = 4096;

    private final long retainBytes;
    private final TreeMap<Integer, ArrayDeque<ByteBuffer>> idle = new TreeMap<>();
    private long idleBytes;
    private long leasedBytes;
    private int leases;
    private boolean closed;

    public BufferPool(long retainBytes) {
        this.retainBytes = retainBytes;
    }

    /**
     * Memory of at least {@code size} bytes, its content undefined. {@link OutOfMemoryError} when the system has none.
     */
    public Lease lease(int size) {
        int capacity = capacityFor(size);
        ByteBuffer memory = takeIdle(capacity);
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(capacity);
        }
        synchronized (this) {
            leasedBytes += memory.capacity();
            leases++;
        }
        return new Lease(this, memory, size);
    }

    /** Fills memory. */
    @FunctionalInterface
    public interface Filling<X extends Exception> {
        void fill(ByteBuffer memory) throws X;
    }

    /** As {@link #lease}, filled before anybody has it, and given back where that fails. */
    public <X extends Exception> Lease filled(int size, Filling<X> filling) throws X {
        Lease lease = lease(size);
        try (ScopeGuard guard = new ScopeGuard(lease::close)) {
            filling.fill(lease.buffer());
            return guard.dismiss(lease);
        }
    }

    /** Leases whose memory is not home yet, shared ones once: zero at the end of every run. */
    public synchronized int leases() {
        return leases;
    }

    public synchronized long leasedBytes() {
        return leasedBytes;
    }

    public synchronized long idleBytes() {
        return idleBytes;
    }

    /** Frees what is idle; memory still on loan is freed when it comes home. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(same -> same.forEach(Direct::free));
        idle.clear();
        idleBytes = 0;
    }

    void giveBack(ByteBuffer memory) {
        synchronized (this) {
            leasedBytes -= memory.capacity();
            leases--;
            if (!closed && idleBytes + memory.capacity() <= retainBytes) {
                idle.computeIfAbsent(memory.capacity(), c -> new ArrayDeque<>()).push(memory);
                idleBytes += memory.capacity();
                return;
            }
        }
        Direct.free(memory);
    }

    /** An idle buffer that wastes at most a quarter of itself. */
    private synchronized ByteBuffer takeIdle(int capacity) {
        Map.Entry<Integer, ArrayDeque<ByteBuffer>> fit = idle.ceilingEntry(capacity);
        if (fit == null || fit.getKey() > capacity + capacity / 4L) {
            return null;
        }
        ByteBuffer memory = fit.getValue().pop();
        if (fit.getValue().isEmpty()) {
            idle.remove(fit.getKey());
        }
        idleBytes -= memory.capacity();
        return memory;
    }

    /** Rounded up to an eighth of its power of two, so that nearly equal pictures share buffers. */
    static int capacityFor(int size) {
        int grain = Math.max(SMALLEST, Integer.highestOneBit(Math.max(size, 1)) >>> 3);
        long rounded = (size + grain - 1L) / grain * grain;
        return (int) Math.min(Math.max(rounded, SMALLEST), Integer.MAX_VALUE - 8);
    }

    /** Frees direct memory now instead of whenever the collector comes by: pictures outrun it. */
    private static final class Direct {

        private static final MethodHandle CLEAN = cleaner();

        static void free(ByteBuffer memory) {
            try {
                CLEAN.invoke(memory);
            } catch (Throwable e) {
                throw new IllegalStateException("direct memory could not be freed", e);
            }
        }

        private static MethodHandle cleaner() {
            try {
                Class<?> unsafe = Class.forName("sun.misc.Unsafe");
                Field instance = unsafe.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                MethodType type = MethodType.methodType(void.class, ByteBuffer.class);
                return MethodHandles.lookup()
                        .findVirtual(unsafe, "invokeCleaner", type)
                        .bindTo(instance.get(null));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this Java has no way to free direct memory early", e);
            }
        }
    }
}
