package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.output.RunFolder;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One item's story, told with nothing but the output and its id. */
@Timeout(300)
class ExplainTest {

    @TempDir
    private static Path folder;

    private static Path good;

    @BeforeAll
    static void writeVideo() throws IOException {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 160, 120, 10)
                .file();
        SampleVideos.truncated(good, folder.resolve("broken.mp4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "webdataset"})
    void shouldTellHowAnItemStands(String format) throws Exception {
        Pairs pairs = new Pairs();
        pairs.add("a/first", good);
        pairs.addBad("broken", folder.resolve("broken.mp4"));
        pairs.write(folder.resolve(format + ".json"));
        assertThat(Said.by("clips", at(format + ".json"), "--output", at(format), "--format", format)
                        .exit())
                .isEqualTo(3);

        assertThat(explained(format, "a/first"))
                .contains("item      a/first is DONE\n", ", at its first try there\n", " bytes of ", ", as then\n")
                .contains("settings  ", ", as now\n", " bytes, there\n", "next      a run leaves it as it is\n")
                .doesNotContain("missing", "before");
        assertThat(explained(format, "broken"))
                .contains("item      broken is FAILED: CorruptVideo in decode: ", "output    none\n")
                .contains("next      a run leaves it failed; ", "bin/run retry " + at(format));
        assertThat(explained(format, "a/first", "--set", "stages.decode.frames=8"))
                .contains("          stages.decode.frames 16 -> 8\n", "next      stale: a run ends with 12");
        Said unknown = Said.by("explain", at(format), "brokem");
        assertThat(unknown.exit()).as(unknown.everything()).isEqualTo(2);
        assertThat(unknown.err()).contains("knows no item 'brokem' - did you mean 'broken'?");
    }

    @Test
    void shouldTellWhatHasChangedSinceAndWhatWasBefore() throws Exception {
        Path video = Files.copy(good, folder.resolve("changing.mp4"));
        Pairs pairs = new Pairs();
        pairs.add("one", video);
        pairs.write(folder.resolve("changing.json"));
        String[] command = {"clips", at("changing.json"), "--output", at("changing"), "--format", "npy"};
        assertThat(Said.by(command).exit()).isZero();
        Files.delete(folder.resolve("changing/one/frames.npy"));
        Files.write(video, Files.readAllBytes(folder.resolve("broken.mp4")));

        assertThat(explained("changing", "one"))
                .containsPattern("input     changing.mp4   then [\\d,]+ bytes of ")
                .containsPattern("\n          now [\\d,]+ bytes of ")
                .contains("one/frames.npy   ", " bytes, missing\n", "next      stale: ");
        assertThat(Said.by(
                                "clips",
                                at("changing.json"),
                                "--output",
                                at("changing"),
                                "--format",
                                "npy",
                                "--stale",
                                "redo")
                        .exit())
                .isEqualTo(3);
        assertThat(explained("changing", "one")).contains("item      one is FAILED", "before    DONE, 20");
        Files.delete(video);
        assertThat(explained("changing", "one")).contains("\n          now there is no file changing.mp4");
    }

    /** A compacted journal keeps the header of one run for many: the first must not be taken for all. */
    @Test
    void shouldNameTheRunThatMadeItWhenTheJournalIsCompacted() throws Exception {
        Pairs pairs = new Pairs();
        pairs.add("one", good);
        pairs.add("two", good);
        pairs.write(folder.resolve("compacted.json"));
        String[] command = {"clips", at("compacted.json"), "--output", at("compacted"), "--format", "npy"};
        assertThat(Said.by(
                                "clips",
                                at("compacted.json"),
                                "--output",
                                at("compacted"),
                                "--format",
                                "npy",
                                "--only",
                                "one")
                        .exit())
                .isZero();
        String first = latest("compacted");
        assertThat(Said.by(command).exit()).isZero();
        String second = latest("compacted");
        assertThat(Said.by(command).exit()).isZero();

        assertThat(explained("compacted", "one")).contains(" in run " + first + ", at its first try there\n");
        assertThat(explained("compacted", "two")).contains(" in run " + second + ", at its first try there\n");
        assertThat(Said.by("journal", "compact", at("compacted")).exit()).isZero();
        assertThat(explained("compacted", "one")).contains(" in run " + first + ", as its time says, at");
        assertThat(explained("compacted", "two")).contains(" in run " + second + ", as its time says, at");
    }

    private static String latest(String output) throws IOException {
        return RunFolder.latest(folder.resolve(output)).getFileName().toString();
    }

    /** A copy that lost its dates is not another input. */
    @Test
    void shouldNotMakeAgainWhatWasOnlyTouched() throws Exception {
        Path video = Files.copy(good, folder.resolve("touched.mp4"));
        Pairs pairs = new Pairs();
        pairs.add("one", video);
        pairs.write(folder.resolve("touched.json"));
        String[] command = {"clips", at("touched.json"), "--output", at("touched"), "--format", "npy"};
        assertThat(Said.by(command).exit()).isZero();
        Produced touched = new Produced(folder.resolve("touched"));
        Map<String, Long> sealed = touched.sealed(List.of("one"));
        Files.setLastModifiedTime(video, FileTime.fromMillis(1_000_000_000_000L));

        Said again = Said.by(command);
        assertThat(again.exit()).as(again.everything()).isZero();
        assertThat(again.err()).contains("resume  1 of 1 done in 1 run; 0 to do; 0 stale");
        assertThat(touched.sealed(List.of("one"))).isEqualTo(sealed);
        assertThat(explained("touched", "one"))
                .contains(" of 2001-09-", ", but with the same content\n", "next      a run leaves it as it is\n");

        byte[] bytes = Files.readAllBytes(video);
        bytes[bytes.length / 2] ^= 1;
        Files.write(video, bytes);
        assertThat(Said.by(command).exit()).isEqualTo(12);
    }

    private static String explained(String output, String... words) {
        List<String> all = new ArrayList<>(List.of("explain", at(output)));
        all.addAll(List.of(words));
        return Said.with(0, all.toArray(String[]::new)).out();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
