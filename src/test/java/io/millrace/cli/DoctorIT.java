package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How long is measured here is too short for the figures to be right: see perf/cases/doctor for those. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
@Timeout(300)
class DoctorIT {

    @TempDir
    private Path folder;

    @Test
    void shouldCheckTheMachineAndSayHowToMeasure() throws Exception {
        BinRun.Ended ended = BinRun.of("doctor").in(folder).run();

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.out()).contains("ok      java  ", "ok      journal  ").contains("bin/run doctor clips");
    }

    @Test
    void shouldMeasureClipsWithSamples() throws Exception {
        BinRun.Ended ended = BinRun.of(
                        "doctor",
                        "clips",
                        "--max-duration",
                        "3s",
                        "-w",
                        "2",
                        "--output",
                        folder.toString(),
                        "--json",
                        "--memory",
                        "2GiB")
                .run();

        assertThat(ended.exit()).as(ended.everything()).isZero();
        JsonNode told = new ObjectMapper().readTree(ended.out());
        assertThat(told.path("job").asText()).isEqualTo("clips");
        assertThat(told.path("limit_bytes").asLong()).isEqualTo(2L << 30);
        assertThat(told.path("workers").asInt()).isPositive();
        assertThat(told.path("predicted_rss_bytes").asLong()).isBetween(100L << 20, 2L << 30);
        assertThat(told.path("runs").findValuesAsText("workers")).containsExactly("1", "2");
        assertThat(told.path("runs").findValuesAsText("items")).doesNotContain("0");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldMeasureWithTheInputThatIsGiven() throws Exception {
        Path pairs = new Pairs().write(folder.resolve("pairs.json"));
        Files.writeString(pairs, "[{\"id\": \"a\", \"video\": \"gone.mp4\", \"text\": \"not there\"}]");

        BinRun.Ended ended = BinRun.of("doctor", "clips", pairs.toString(), "--max-duration", "3s")
                .run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err())
                .contains("clips could not be measured: ", "gone.mp4")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldRefuseAnInputThatIsNotThere() throws Exception {
        checkRefused(69, "could not be measured: ", "doctor", "clips", "no/pairs.json");
    }

    @Test
    void shouldSayWhichOptionTheModelsNeed() throws Exception {
        checkRefused(69, "--palm-model", "doctor", "landmarks", "--frames-dir", folder.toString());
    }

    @Test
    void shouldRefuseWhatARunWouldRefuse() throws Exception {
        checkRefused(2, "'clip' is neither a verb nor a job", "doctor", "clip");
        checkRefused(2, "Unknown option: '--no-such'", "doctor", "clips", "--no-such");
        checkRefused(78, "unknown key 'no'", "doctor", "clips", "--set", "no.such=1");
    }

    @Test
    void shouldRefuseWorkersThatMakeNoLine() throws Exception {
        checkRefused(2, "N is 2 to 256, not '1'", "doctor", "clips", "-w", "1");
        checkRefused(2, "N is 2 to 256, not 'decode=2'", "doctor", "clips", "-w", "decode=2");
        checkRefused(2, "doctor all makes samples", "doctor", "all", "photos");
    }

    private static void checkRefused(int exit, String sentence, String... words) {
        Said ended = Said.with(exit, words);
        assertThat(ended.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }
}
