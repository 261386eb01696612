package io.millrace.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {

    @TempDir
    private Path output;

    @Test
    void shouldKeepTheLatestOfThisRun() throws Exception {
        try (RunFolder folder = RunFolder.create(output, LocalDateTime.of(2026, 11, 20, 10, 51, 2))) {
            Failures failures = new Failures(folder, (item, fault, line) -> {});
            Outcome failed = Outcome.failed(Fault.of("CorruptVideo", "no moov").in("decode"));
            failures.settled(Item.of("earlier", 0), failed);
            failures.ended(Item.of("good", 0), Outcome.EMPTY, 1);
            for (int i = 0; i < Status.FAILURES_KEPT + 3; i++) {
                failures.ended(Item.of("item-" + i, i), failed, 1);
            }
            assertThat(failures.latest()).hasSize(Status.FAILURES_KEPT);
            assertThat(failures.latest().get(0).source()).isEqualTo("item-3");
            Status.Failure last = failures.latest().get(Status.FAILURES_KEPT - 1);
            assertThat(last.stage()).isEqualTo("decode");
            assertThat(last.type()).isEqualTo("CorruptVideo");
            assertThat(last.message()).isEqualTo("no moov");
        }
    }

    /** A console that draws a snapshot asks for the latest failures, and cannot show a line before it has drawn. */
    @Test
    @Timeout(60)
    void shouldLetALineWaitForWhoLooksAtTheFailures() throws Exception {
        Object screen = new Object();
        CountDownLatch drawing = new CountDownLatch(1);
        CountDownLatch showing = new CountDownLatch(1);
        try (RunFolder folder = RunFolder.create(output, LocalDateTime.of(2026, 11, 20, 10, 51, 2))) {
            Failures failures = new Failures(folder, (item, fault, line) -> {
                showing.countDown();
                synchronized (screen) {
                    drawing.countDown();
                }
            });
            Thread console = new Thread(() -> {
                synchronized (screen) {
                    drawing.countDown();
                    awaitQuietly(showing);
                    failures.latest();
                }
            });
            console.setDaemon(true);
            console.start();
            drawing.await();
            Thread ledger = new Thread(() -> endBadly(failures));
            ledger.setDaemon(true); // two that wait for each other could not even be interrupted
            ledger.start();
            ledger.join(20_000);
            assertThat(ledger.isAlive()).isFalse();
        }
    }

    private static void endBadly(Failures failures) {
        try {
            failures.ended(
                    Item.of("bad", 0),
                    Outcome.failed(Fault.of("CorruptVideo", "no moov").in("decode")),
                    1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
