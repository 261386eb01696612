package io.millrace.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.journal.RunFolders;
import io.millrace.engine.output.RunFolder;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The settings of an output are those of runs that have made something of it, not those of runs that were refused. */
@Timeout(300)
class RefusedSettingsTest {

    private static final String SIZE = "48x64";
    private static final String OTHER_SIZE = "32x32";

    @TempDir
    private Path folder;

    private final Pairs pairs = new Pairs();
    private Path good;
    private Path mended;
    private Path list;
    private Path output;

    @BeforeEach
    void makeOutput() throws Exception {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 160, 120, 10)
                .file();
        mended = SampleVideos.truncated(good, folder.resolve("mended.mp4")).file();
        pairs.add("good", good);
        pairs.add("mended", mended);
        list = pairs.write(folder.resolve("pairs.json"));
        output = folder.resolve("out");
        assertThat(run(SIZE).exit()).isEqualTo(3);
    }

    @Test
    void shouldTryAgainWithTheSettingsOfWhatStands() throws Exception {
        Path begun = RunFolder.latest(output);
        Said refused = run(OTHER_SIZE);
        assertThat(refused.exit()).as(refused.everything()).isEqualTo(12);
        assertThat(RunFolder.latest(output)).isEqualTo(begun);
        assertThat(RunFolders.all(output)).as("a refused run leaves nothing").containsExactly(begun);
        assertThat(Said.by("explain", output.toString(), "good").out())
                .contains(", as now\n", "next      a run leaves it as it is\n");

        checkRetried();
    }

    /**
     * As earlier versions left it: the folder of the run that was refused, its settings in it, and it is the latest.
     */
    @Test
    void shouldPassOverARefusedRunThatAnEarlierVersionTookForTheLatest() throws Exception {
        leaveRefused();
        assertThat(Said.by("explain", output.toString(), "good").out()).contains(", as now\n");

        checkRetried();
    }

    /**
     * Nobody has kept a record of the runs, so the latest settings are those of the refused one: the records know
     * better.
     */
    @Test
    void shouldRefuseToMixWhereTheSettingsAreNotThoseOfAnyRecord() throws Exception {
        Files.delete(RunFolder.latest(output).resolve("samples.jsonl"));
        leaveRefused();

        Said mixed = Said.by("retry", output.toString());
        assertThat(mixed.exit()).as(mixed.everything()).isEqualTo(12);
        assertThat(mixed.err())
                .contains(
                        "nothing in " + output + " was made with the settings of its latest run",
                        "stages.transform.size 48x64 -> 32x32",
                        "--retry-failed");
    }

    @Test
    void shouldTakeWhatIsSetForTheRetryAlone() throws Exception {
        Files.copy(good, mended, REPLACE_EXISTING);
        Said retried = Said.by("retry", output.toString(), "--set", "stages.transform.size=" + OTHER_SIZE);
        assertThat(retried.exit()).as(retried.everything()).isZero();
    }

    private void leaveRefused() throws Exception {
        String settings = Files.readString(RunFolder.latest(output).resolve("config.conf"));
        assertThat(settings).contains(SIZE);
        try (RunFolder refused = RunFolder.create(output, LocalDateTime.of(2999, 1, 1, 0, 0))) {
            refused.begin(settings.replace(SIZE, OTHER_SIZE));
        }
    }

    /** Beside the others, in one data set: so it has to be as they are. */
    private void checkRetried() throws Exception {
        Files.copy(good, mended, REPLACE_EXISTING);
        Said retried = Said.by("retry", output.toString());
        assertThat(retried.exit()).as(retried.everything()).isZero();
        Path atOnce = folder.resolve("at-once");
        assertThat(Said.by(command(atOnce, SIZE)).exit()).isZero();
        new Produced(output).checkSameAs(new Produced(atOnce));
    }

    private Said run(String size) {
        return Said.by(command(output, size));
    }

    private String[] command(Path to, String size) {
        return List.of("clips", list.toString(), "--output", to.toString(), "--size", size, "-w", "1")
                .toArray(String[]::new);
    }
}
