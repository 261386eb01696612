package io.millrace.media.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    @Test
    void shouldThrowWhenALeaseIsClosedTwice() {
        try (BufferPool pool = new BufferPool(1 << 20)) {
            Lease lease = pool.lease(10);
            lease.close();
            assertThatThrownBy(lease::close).isInstanceOf(IllegalStateException.class);
            assertThat(pool.leases()).isZero();
        }
    }

    @Test
    void shouldThrowWhenALeaseIsUsedAfterClosing() {
        try (BufferPool pool = new BufferPool(1 << 20)) {
            Lease lease = pool.lease(10);
            lease.close();
            assertThatThrownBy(lease::buffer).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldGiveDirectLittleEndianMemoryOfExactlyTheSizeAskedFor() {
        try (BufferPool pool = new BufferPool(1 << 20)) {
            for (int size : new int[] {0, 1, 4095, 4096, 4097, 1_000_003}) {
                Lease lease = pool.lease(size);
                assertThat(lease.buffer().capacity()).isEqualTo(size).isEqualTo(lease.size());
                assertThat(lease.buffer().isDirect()).isTrue();
                assertThat(lease.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
                assertThat(lease.buffer().position()).isZero();
                lease.close();
            }
        }
    }

    @Test
    void shouldReuseWhatCameHomeWithoutWastingMoreThanAQuarter() {
        try (BufferPool pool = new BufferPool(1 << 30)) {
            pool.lease(1_000_000).close();
            long idle = pool.idleBytes();
            Lease near = pool.lease(950_000);
            assertThat(pool.idleBytes()).as("reused").isZero();
            assertThat(pool.leasedBytes()).isEqualTo(idle);
            near.close();
            Lease small = pool.lease(500_000);
            assertThat(pool.idleBytes()).as("far too large to reuse").isEqualTo(idle);
            small.close();
        }
    }

    @Test
    void shouldNeverKeepMoreIdleMemoryThanItMay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long retain = 1 << 18;
        try (BufferPool pool = new BufferPool(retain)) {
            List<Lease> leases = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                if (leases.isEmpty() || (random.nextBoolean() && leases.size() < 50)) {
                    leases.add(pool.lease(random.nextInt(100_000)));
                } else {
                    leases.remove(random.nextInt(leases.size())).close();
                }
                assertThat(pool.idleBytes()).as("seed %d", seed).isBetween(0L, retain);
                assertThat(pool.leases()).isEqualTo(leases.size());
            }
            leases.forEach(Lease::close);
            assertThat(pool.leases()).isZero();
            assertThat(pool.leasedBytes()).isZero();
        }
    }

    @Test
    void shouldFreeEverythingWhenClosedEvenWhatComesHomeLater() {
        BufferPool pool = new BufferPool(1 << 20);
        pool.lease(5000).close();
        Lease late = pool.lease(100_000);
        pool.close();
        assertThat(pool.idleBytes()).isZero();
        late.buffer().put(99_999, (byte) 1);
        late.close();
        assertThat(pool.idleBytes()).isZero();
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldGiveNoMemoryToTwoAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (BufferPool pool = new BufferPool(1 << 16)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte mark = (byte) i;
                done.add(threads.submit(() -> stamp(pool, mark)));
            }
            for (Future<?> one : done) {
                one.get(20, TimeUnit.SECONDS);
            }
            assertThat(pool.leases()).isZero();
            assertThat(pool.leasedBytes()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void stamp(BufferPool pool, byte mark) {
        for (int round = 0; round < 2000; round++) {
            try (Lease lease = pool.lease(64)) {
                lease.buffer().put(13, mark);
                Thread.onSpinWait();
                assertThat(lease.buffer().get(13)).isEqualTo(mark);
            }
        }
    }
}
