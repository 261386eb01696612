package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Outlook.Eta;
import io.millrace.engine.metrics.Status.Items;
import io.millrace.engine.metrics.Status.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, UTF_8), Duration.ofSeconds(10));

    @Test
    void shouldPrintOneLinePerIntervalWithPaceLimitAndTimeLeft() {
        Eta eta = new Eta(Duration.ofMinutes(38), Duration.ofMinutes(34), Duration.ofMinutes(44));
        Outlook outlook = Snapshots.pace(40, 30, eta);
        progress.tick(Snapshots.at(0, new Items(1000, true, 0, 0, 0, 0, 0), 0));
        progress.tick(Snapshots.at(9, new Items(1000, true, 0, 100, 0, 0, 0), 0));
        progress.tick(Snapshots.at(10, new Items(1000, true, 0, 200, 0, 12, 0), 12));
        progress.tick(Snapshots.at(19, new Items(1000, true, 0, 500, 0, 12, 0), 12));
        progress.tick(Snapshots.at(20, new Items(1000, true, 0, 600, 0, 12, 0), 12, State.RUNNING, outlook));
        progress.tick(Screens.ISSUE.status());
        progress.tick(Snapshots.at(3000, new Items(1000, true, 0, 988, 0, 12, 0), 12));

        assertThat(lines())
                .containsExactly(
                        "clips  00:00:10  21.2%  212 of 1,000  -/s  ok 200  failed 12  resumed 0  in flight 16  eta estimating",
                        "clips  00:00:20  61.2%  612 of 1,000  40.0/s  ok 600  failed 12  resumed 0  in flight 16"
                                + "  eta 38 min (34-44 min)",
                        "clips  00:41:17  61.2%  612,400 of 1,000,000  171/s  ok 412,186  failed 214  resumed 200,000"
                                + "  in flight 96  limit infer  eta 38 min (34-44 min)",
                        "clips  00:50:00  100.0%  1,000 of 1,000  -/s  ok 988  failed 12  resumed 0  in flight 16  eta estimating");
    }

    @Test
    void shouldShowNeitherShareNorEtaWhenTheTotalStillGrows() {
        progress.tick(Snapshots.at(30, new Items(1_200_000, false, 61_000, 0, 3, 0, 1), 0));

        assertThat(lines())
                .containsExactly(
                        "clips  00:00:30  61,004 of 1,200,000+ (scanning)  -/s"
                                + "  ok 0  failed 0  empty 3  quarantined 1  resumed 61,000  in flight 16  eta unknown (scanning)");
    }

    @Test
    void shouldEstimateNothingWhenTheRunIsOver() {
        progress.tick(Snapshots.at(2, new Items(5, true, 0, 5, 0, 0, 0), 0, State.ENDED));

        assertThat(lines())
                .containsExactly(
                        "clips  00:00:02  ended  100.0%  5 of 5  -/s  ok 5  failed 0  resumed 0  in flight 16  eta -");
    }

    /** What follows from the figures is up to a second older than they are. */
    @Test
    void shouldStillBeEstimatingWhenTheFirstEstimateIsAboutToCome() {
        Outlook outlook = Snapshots.pace(40, 14, null);
        progress.tick(Snapshots.at(16, new Items(1000, true, 0, 600, 0, 0, 0), 0, State.RUNNING, outlook));

        assertThat(lines()).singleElement().asString().endsWith("  eta estimating");
    }

    @Test
    void shouldShowNoRangeWhoseEndsReadTheSame() {
        Eta eta = new Eta(Duration.ofSeconds(118), Duration.ofSeconds(111), Duration.ofSeconds(125));
        Outlook outlook = Snapshots.pace(40, 30, eta);
        progress.tick(Snapshots.at(40, new Items(1000, true, 0, 600, 0, 0, 0), 0, State.RUNNING, outlook));

        assertThat(lines()).singleElement().asString().endsWith("  eta 2 min");
    }

    @Test
    void shouldSayThatItIsPaused() {
        progress.tick(Screens.paused());

        assertThat(lines()).singleElement().asString().contains("  paused  ").endsWith("  eta -");
    }

    @Test
    void shouldSayAtOnceAndMoreOftenWhenTheRunIsComingToItsEnd() {
        Items items = new Items(100, true, 0, 20, 0, 0, 0);
        progress.tick(Snapshots.at(10, items, 0));
        progress.tick(Snapshots.at(11, items, 0, State.DRAINING));
        progress.tick(Snapshots.at(12, items, 0, State.DRAINING));
        progress.tick(Snapshots.at(13, items, 0, State.DRAINING));

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1))
                .startsWith("clips  00:00:11  draining  20.0%")
                .endsWith("eta estimating");
        assertThat(lines().get(2)).startsWith("clips  00:00:13  draining  ").contains("in flight 16");
    }

    private List<String> lines() {
        String text = bytes.toString(UTF_8);
        assertThat(text).endsWith("\n");
        return text.lines().toList();
    }
}
