package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServiceTimesTest {

    @Test
    void shouldSayZeroWhenNothingWasRecorded() {
        ServiceTimes times = new ServiceTimes();

        assertThat(times.count()).isZero();
        assertThat(times.percentileNs(99)).isZero();
    }

    @Test
    void shouldKeepPercentilesWithinOnePercentWhenReadAgainAndAgain() {
        ServiceTimes times = new ServiceTimes();
        for (long i = 1; i <= 10_000; i++) {
            times.record(i * 1_000);
            if (i % 1_000 == 0) {
                assertThat(times.count()).isEqualTo(i);
            }
        }

        assertThat(times.percentileNs(50)).isCloseTo(5_000_000L, within(50_000L));
        assertThat(times.percentileNs(99)).isCloseTo(9_900_000L, within(99_000L));
        assertThat(times.percentileNs(100)).isCloseTo(10_000_000L, within(100_000L));
    }

    @Test
    void shouldClampWhenATimeIsNegativeOrLongerThanADay() {
        ServiceTimes times = new ServiceTimes();
        times.record(-1);
        times.record(Long.MAX_VALUE);

        assertThat(times.count()).isEqualTo(2);
        assertThat(times.percentileNs(1)).isZero();
        assertThat(times.percentileNs(100)).isCloseTo(TimeUnit.DAYS.toNanos(1), within(TimeUnit.DAYS.toNanos(1) / 100));
    }

    @Test
    @Timeout(20)
    void shouldLoseNothingWhenSeveralThreadsRecordWhileAnotherReads() throws Exception {
        ServiceTimes times = new ServiceTimes();
        CountDownLatch running = new CountDownLatch(3);
        for (int thread = 0; thread < 3; thread++) {
            new Thread(
                            () -> {
                                for (int i = 0; i < 100_000; i++) {
                                    times.record(i);
                                }
                                running.countDown();
                            },
                            "recorder-" + thread)
                    .start();
        }
        long seen = 0;
        while (running.getCount() > 0) {
            assertThat(times.count()).isGreaterThanOrEqualTo(seen);
            seen = times.count();
        }
        running.await();

        assertThat(times.count()).isEqualTo(300_000);
    }

    @Test
    void shouldAllocateNothingWhenRecording() {
        ServiceTimes times = new ServiceTimes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        record(times, 50_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        record(times, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for 100,000 records").isLessThan(100_000);
    }

    private static void record(ServiceTimes times, int count) {
        for (int i = 0; i < count; i++) {
            times.record(i * 1_000L);
        }
    }
}
