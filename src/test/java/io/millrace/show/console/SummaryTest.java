package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.engine.metrics.Status;
import io.millrace.show.FailureGroup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Duration ELAPSED = Duration.ofSeconds(4778);

    @Test
    void shouldSayEverythingWhenARunEndsWithFailures() {
        Status.Items items = new Status.Items(1_000_000, true, 200_000, 799_523, 0, 477, 0);

        assertThat(Summaries.of(items, ELAPSED).text())
                .isEqualTo(
                        """
                        clips  run 20261120-105102  COMPLETED WITH FAILURES (exit 3)
                          items      1,000,000 total = 999,523 done (200,000 in earlier runs) + 0 empty + 477 failed (0.05%) + 0 quarantined + 0 left
                          time       1h 19m 38s   rate 167/s   average 5.97 ms/item   read 990.1 GB at 207.2 MB/s   peak rss 7.4 GB
                          stages     decode   x6    40% busy  56% blocked   4% idle   999,803 parts   p50 14.0 ms   p99 61.4 ms   198 errors
                                     write    x2    10% busy   0% blocked  90% idle   1,412,000 parts   p50 1.10 ms   p99 38.0 ms   0 errors
                          output     out/clips   2,998,569 files, 5.9 GB
                          failures   477 CorruptVideo   decode   a/0000/0412.mp4   moov atom not found
                          next       bin/run retry out/clips
                          report     out/clips/.millrace/runs/20261120-105102/summary.json     failures.jsonl (477)     run.log
                        """);
    }

    @Test
    void shouldKeepTheContractOfSummaryJson() {
        Status.Items items = new Status.Items(1_000_000, true, 200_000, 799_523, 0, 477, 0);

        assertThat(Summaries.of(items, ELAPSED).json())
                .isEqualTo("{\"run\":\"20261120-105102\",\"job\":\"clips\",\"exit\":3,"
                        + "\"items\":{\"total\":1000000,\"resumed\":200000,\"done\":799523,\"empty\":0,\"failed\":477,"
                        + "\"quarantined\":0,\"left\":0},\"seconds\":4778.0,\"items_per_second\":167.434,"
                        + "\"peak_rss_bytes\":7400000000,\"limit\":{},\"stages\":["
                        + "{\"name\":\"decode\",\"workers\":6,\"busy\":0.4,\"blocked\":0.56,\"idle\":0.04,"
                        + "\"items\":999803,\"p50_ms\":14.0,\"p99_ms\":61.4,\"errors\":198},"
                        + "{\"name\":\"write\",\"workers\":2,\"busy\":0.1,\"blocked\":0.0,\"idle\":0.9,"
                        + "\"items\":1412000,\"p50_ms\":1.1,\"p99_ms\":38.0,\"errors\":0}],"
                        + "\"failures\":{\"CorruptVideo\":477},\"journal\":{\"lines\":["
                        + "\"sealed gen-00000001 61 61 0a1b2c3d\"],\"crc32c\":\"01020304\"},"
                        + "\"version\":\"0.1.0\",\"fingerprint\":\"0123456789abcdef\"}");
    }

    @Test
    void shouldSayWhatLimitedTheRunAndHowLong() {
        Status.Items items = new Status.Items(1, true, 0, 1, 0, 0, 0);
        List<Summary.LimitShare> limits = List.of(
                new Summary.LimitShare("infer", 0.94),
                new Summary.LimitShare("decode", 0.04),
                new Summary.LimitShare("memory", 0.0001));

        Summary summary = Summaries.of(items, ELAPSED, limits);

        assertThat(summary.text()).contains("\n  limit      infer 94% of the time, decode 4%\n");
        assertThat(summary.json()).contains("\"limit\":{\"infer\":0.94,\"decode\":0.04,\"memory\":1.0E-4}");
    }

    @Test
    void shouldLeaveOutWhatIsNotKnownWhenARunIsStoppedBeforeItDidAnything() {
        Status.Items items = new Status.Items(61, false, 0, 0, 0, 0, 0);
        Summary summary = new Summary(
                "clips",
                "r",
                130,
                items,
                List.of(),
                0,
                Duration.ZERO,
                0,
                -1,
                List.of(),
                List.of(),
                new Summary.Output("out", 0, 0),
                List.of(),
                null,
                "out/.millrace/runs/r",
                "0",
                "f",
                null,
                null);

        assertThat(summary.text())
                .isEqualTo(
                        """
                        clips  run r  INTERRUPTED (exit 130)
                          items      61 listed so far = 0 done + 0 empty + 0 failed + 0 quarantined + 61 left
                          time       0.0s
                          output     out   0 files, 0 B
                          report     out/.millrace/runs/r/summary.json     run.log
                        """);
        assertThat(summary.json()).contains("\"items_per_second\":0.0", "\"peak_rss_bytes\":-1");
    }

    @Test
    void shouldRefuseWhenItSaysOkAlthoughSomethingFailedOrIsLeft() {
        Summary failed = Summaries.of(new Status.Items(2, true, 0, 1, 0, 1, 0), ELAPSED);
        Summary left = Summaries.of(new Status.Items(2, true, 0, 1, 0, 0, 0), ELAPSED);

        assertThatIllegalArgumentException().isThrownBy(() -> with(failed, 0, 2, failed.failures()));
        assertThatIllegalArgumentException().isThrownBy(() -> with(left, 0, 1, left.failures()));
        assertThatIllegalArgumentException().isThrownBy(() -> with(failed, 3, 3, failed.failures()));
        assertThatIllegalArgumentException().isThrownBy(() -> with(failed, 3, 2, List.of()));
    }

    @Test
    void shouldPrintNoControlCharactersWhenANameHoldsSome() {
        Summary summary = Summaries.of(new Status.Items(1, true, 0, 0, 0, 1, 0), ELAPSED);
        FailureGroup nasty = new FailureGroup("X", "decode", "", 1, "a\u001b[2J\rb.mp4", "two\nlines\u009b");

        assertThat(with(summary, 3, 1, List.of(nasty)).text())
                .contains("a\\u001b[2J\\u000db.mp4   two\\u000alines\\u009b");
    }

    private static Summary with(Summary from, int exit, long endedHere, List<FailureGroup> failures) {
        return new Summary(
                from.job(),
                from.run(),
                exit,
                from.items(),
                from.phases(),
                endedHere,
                from.elapsed(),
                from.bytesRead(),
                from.peakRssBytes(),
                from.stages(),
                from.limits(),
                from.output(),
                failures,
                from.next(),
                from.folder(),
                from.version(),
                from.fingerprint(),
                from.journal(),
                from.report());
    }
}
