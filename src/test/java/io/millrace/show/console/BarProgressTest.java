package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.metrics.Status.Items;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BarProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminals terminals = new Terminals(true, true, Map.of("TERM", "xterm", "LC_ALL", "C"));
    private final BarProgress bar = new BarProgress(new PrintStream(bytes, true, US_ASCII), terminals, () -> 60);

    @Test
    void shouldWriteOneLineOverAndOverWithoutEscapes() {
        bar.tick(() -> Snapshots.at(1, new Items(1000, true, 0, 100, 0, 0, 0), 0));
        bar.tick(() -> Snapshots.at(2, new Items(1000, true, 0, 1000, 0, 0, 0), 0));
        bar.close();

        assertThat(bytes.toString(US_ASCII))
                .isEqualTo("\rclips  10.0% .......  -/s  eta estimating  100 ok  0 failed"
                        + "\r100.0% ###########  -/s  eta estimating  1,000 ok  0 failed\n");
    }

    @Test
    void shouldSayThingsAboveIt() {
        bar.tick(() -> Snapshots.at(1, new Items(1000, true, 0, 100, 0, 0, 0), 0));
        bytes.reset();
        bar.say("failed  a.mp4");

        String[] written = bytes.toString(US_ASCII).split("\r", -1);
        assertThat(written[1]).isBlank().hasSize(59);
        assertThat(bytes.toString(US_ASCII))
                .contains("\rfailed  a.mp4\n\rclips  10.0% ")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldBeSilentWhenItIsClosed() {
        bar.close();
        bar.tick(() -> Screens.base());

        assertThat(bytes.size()).isZero();
    }

    /** Who makes a snapshot may have to wait for who wants to say something. */
    @Test
    @Timeout(60)
    void shouldHearOthersWhileASnapshotIsMade() {
        bar.tick(() -> {
            Thread ledger = new Thread(() -> bar.say("failed  a.mp4"));
            ledger.start();
            await().until(() -> !ledger.isAlive());
            return Screens.base();
        });

        assertThat(bytes.toString(US_ASCII)).contains("failed  a.mp4");
    }
}
