package io.millrace.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Layers.Flag;
import io.millrace.jobs.clips.ClipsJob;
import io.millrace.jobs.landmarks.LandmarksJob;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class JobOptionsTest {

    @Test
    void shouldSetNothingWhenNothingIsAsked() throws Exception {
        assertThat(flags("clips")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--output, o, output.dir, o",
        "--output-dir, o, output.dir, o",
        "--pairs, p.json, source.pairs, p.json",
        "--pairs-json, p.json, source.pairs, p.json",
        "--clips-dir, v, source.clips-dir, v",
        "-n, 5, source.limit, 5",
        "--limit, 5, source.limit, 5",
        "--max-samples, 5, source.limit, 5",
        "--part, 1/2, source.part, 1/2",
        "--only, a, source.only, a",
        "--frames, 8, stages.decode.frames, 8",
        "--num-frames, 8, stages.decode.frames, 8",
        "--size, 8x9, stages.transform.size, 8x9",
        "--filter, area, stages.transform.filter, area",
        "--format, null, output.format, null",
        "--split, all-test, output.split.mode, all-test",
        "--split-mode, all_train, output.split.mode, all-train",
        "--durability, power, journal.durability, power",
        "--memory, 2GiB, memory.limit, 2GiB"
    })
    void shouldSetTheKeyOfEachOption(String option, String given, String key, String value) throws Exception {
        assertThat(flags("clips", option, given))
                .singleElement()
                .satisfies(flag -> assertThat(flag.key()).isEqualTo(key))
                .satisfies(flag -> assertThat(flag.value()).isEqualTo(value));
    }

    @ParameterizedTest
    @CsvSource({
        "--frames-dir, f, source.frames-dir, f",
        "--videos, v, source.videos, v",
        "--annotations, a.json, source.annotations, a.json",
        "--palm-model, p.onnx, models.palm.path, p.onnx",
        "--hand-model, h.onnx, models.hand.path, h.onnx",
        "--mode, tracking, hands.mode, tracking",
        "--max-hands, 1, hands.max-hands, 1"
    })
    void shouldSetTheKeyOfEachOptionOfLandmarks(String option, String given, String key, String value)
            throws Exception {
        assertThat(options("landmarks", option, given).flags(new LandmarksJob()))
                .containsExactly(new Flag(option, key, value));
    }

    @Test
    void shouldTakeTheInputForTheManifest() throws Exception {
        assertThat(flags("clips", "pairs.json")).containsExactly(new Flag("INPUT", "source.pairs", "pairs.json"));
    }

    @Test
    void shouldRefuseASecondInput() {
        assertThatThrownBy(() -> flags("clips", "a.json", "b.json"))
                .isInstanceOf(Refusal.class)
                .hasMessage("one input at a time; these are 2: [a.json, b.json]");
    }

    @Test
    void shouldRefuseAManifestThatIsNamedTwice() {
        assertThatThrownBy(() -> flags("clips", "a.json", "--pairs", "b.json"))
                .isInstanceOf(Refusal.class)
                .hasMessage("one input at a time; these are 2: a.json and --pairs b.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-w", "--workers", "--num-workers"})
    void shouldGiveANumberOfWorkersToEachHeavyStage(String option) throws Exception {
        assertThat(flags("clips", option, "3")).containsExactly(workers("decode", "3"), workers("transform", "3"));
    }

    @Test
    void shouldGiveWorkersToTheStagesThatAreNamed() throws Exception {
        assertThat(flags("clips", "-w", "decode=4, write = 2"))
                .containsExactly(workers("decode", "4"), workers("write", "2"));
    }

    /** What is no number is refused with the other settings, where their range is known. */
    @Test
    void shouldLeaveTheValueToTheSettings() throws Exception {
        assertThat(flags("clips", "-w", "many")).contains(workers("decode", "many"));
        assertThat(flags("clips", "-w", "auto")).contains(workers("transform", "auto"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decode=4,", "decode=", "=4", "decode=4,2", "decode=1=2", "decode=1,decode=2"})
    void shouldSayTheFormOfWorkersWhenItIsAnother(String given) {
        assertThatThrownBy(() -> flags("clips", "-w", given))
                .isInstanceOf(Refusal.class)
                .hasMessage("--workers takes a number, or stages like decode=4,transform=2, each once; not '" + given
                        + "'");
    }

    @Test
    void shouldMakeASizeOfHeightAndWidth() throws Exception {
        assertThat(flags("clips", "--frame-width", "12", "--frame-height", "8"))
                .containsExactly(new Flag("--size", "stages.transform.size", "8x12"));
    }

    @Test
    void shouldRefuseAHeightWithoutAWidth() {
        assertThatThrownBy(() -> flags("clips", "--frame-height", "8"))
                .isInstanceOf(Refusal.class)
                .hasMessage("--frame-height and --frame-width go together; or use --size HxW");
    }

    @Test
    void shouldTakeWhatScriptsSayAndNeedNot() throws Exception {
        JobOptions options = options("clips", "--resume", "--checkpoint-file", "c.json");

        assertThat(options.flags(new ClipsJob())).isEmpty();
        assertThat(options.notices()).singleElement().asString().startsWith("--checkpoint-file is not needed");
        assertThat(options("clips").notices()).isEmpty();
    }

    @Test
    void shouldFindAJobByItsNameAndAFileByItsPath() {
        assertThat(options("clips").jobFile()).exists().endsWith(Path.of("conf", "clips.conf"));
        assertThat(options("my.conf").jobFile()).isEqualTo(Path.of("my.conf"));
        assertThat(options("some/clips").jobFile()).isEqualTo(Path.of("some/clips"));
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "90, PT90S", "30m, PT30M", "2h, PT2H", "1d, PT24H"})
    void shouldReadDurations(String text, Duration duration) throws Exception {
        assertThat(JobOptions.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "soon", "1w", "1.5h", "1h30m"})
    void shouldSayHowADurationIsWrittenWhenItIsNone(String text) {
        assertThatThrownBy(() -> JobOptions.duration(text))
                .isInstanceOf(Refusal.class)
                .hasMessage("'" + text + "' is no duration; write it like 90s, 30m or 2h");
    }

    private static Flag workers(String stage, String number) {
        return new Flag("--workers", "stages." + stage + ".workers", number);
    }

    private static List<Flag> flags(String... words) throws Refusal {
        return options(words).flags(new ClipsJob());
    }

    private static JobOptions options(String... words) {
        JobOptions options = new JobOptions();
        CommandLine line = new CommandLine(options);
        options.declare(line.getCommandSpec());
        line.parseArgs(words);
        return options;
    }
}
