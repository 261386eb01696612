package io.millrace.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that say what a run would say. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs sh")
class MeasuredRunTest {

    private static final String WORKING = "{\"type\":\"progress\",\"items\":{\"done\":3,\"failed\":1},\"in_flight\":2,"
            + "\"memory\":{\"peak_rss_bytes\":500,\"reserved_bytes\":70}}";

    private static final String ENDED =
            "{\"type\":\"summary\",\"items\":{\"done\":9,\"failed\":1},\"peak_rss_bytes\":600}";

    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheHighestOfWhatTheRunSaid() throws Exception {
        Load load = measure("echo '{\"type\":\"newer\"}'; echo '" + WORKING + "'; echo '" + ENDED + "'; exit 3", 90);

        assertThat(load.peakBytes()).isEqualTo(600);
        assertThat(load.reservedBytes()).isEqualTo(70);
        assertThat(load.items()).isEqualTo(10);
        assertThat(load.steady()).isFalse();
        assertThat(load.inputOver()).isTrue();
    }

    @Test
    void shouldEndARunThatWouldGoOnForEver() throws Exception {
        String script = "trap '' TERM; while :; do echo '" + WORKING + "'; sleep 0.1; done";

        Load load = measure(script, 1);

        assertThat(load.items()).isEqualTo(4);
        assertThat(load.inputOver()).isFalse();
    }

    /** A video of hours is worth a measuring before it ends. */
    @Test
    void shouldMeasureARunOfWhichNothingHasEnded() throws Exception {
        String line = WORKING.replace("\"done\":3,\"failed\":1", "\"done\":0");

        assertThat(measure("while :; do echo '" + line + "'; sleep 0.1; done", 1)
                        .peakBytes())
                .isEqualTo(500);
    }

    @Test
    void shouldSayWhyNoItemWentWell() {
        String failed = "{\"type\":\"item_failed\",\"message\":\"no such video\"}";
        String summary = ENDED.replace("\"done\":9", "\"done\":0");

        assertThatThrownBy(() -> measure("echo '" + failed + "'; echo '" + summary + "'; exit 3", 90))
                .isInstanceOf(MeasureException.class)
                .hasMessage("no such video");
    }

    @Test
    void shouldSayWhatTheRunSaidWhenItDidNotBegin() {
        assertThatThrownBy(() -> measure("echo 'there is no file pairs.json' >&2; exit 69", 90))
                .isInstanceOfSatisfying(MeasureException.class, e -> {
                    assertThat(e).hasMessage("there is no file pairs.json");
                    assertThat(e.exit()).isEqualTo(69);
                });
    }

    @Test
    void shouldSayWhereTheSystemDoesNotTell() {
        String silent = WORKING.replace("500", "-1");

        assertThatThrownBy(() -> measure("echo '" + silent + "'", 90)).hasMessageContaining("does not tell");
    }

    private Load measure(String script, int mostSeconds) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), script);
        try (MeasuredRun run = new MeasuredRun(
                List.of("sh", file.toString()), 2, Duration.ofSeconds(mostSeconds), folder.resolve("errors"))) {
            return run.await();
        }
    }
}
