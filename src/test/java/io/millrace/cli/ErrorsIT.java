package io.millrace.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What failed in a run of another process is told while it goes, and is tried again from another working folder. */
@Timeout(300)
class ErrorsIT {

    @TempDir
    private static Path folder;

    private static Path good;
    private static Path broken;

    @BeforeAll
    static void writeVideos() throws IOException {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 160, 120, 10)
                .file();
        broken = SampleVideos.truncated(good, folder.resolve("broken.mp4")).file();
    }

    /** Ten items, of which two are broken and one is missing. */
    private record Case(Path list, Path mended, Path missing, Produced output, String format) {

        static Case of(String name, String format) throws Exception {
            Path mended = Files.copy(broken, folder.resolve(name + "-mended.mp4"));
            Path missing = folder.resolve(name + "-missing.mp4");
            Pairs pairs = new Pairs();
            for (int i = 0; i < 7; i++) {
                pairs.add("good-" + i, good);
            }
            pairs.addBad("mended", mended);
            pairs.addBad("broken", broken);
            pairs.addBad("missing", missing);
            Path list = pairs.write(folder.resolve(name + ".json"));
            return new Case(list, mended, missing, new Produced(folder.resolve(name)), format);
        }

        BinRun.Ended run(Produced into) throws Exception {
            return ErrorsIT.run(
                    "clips",
                    folder.relativize(list).toString(),
                    "--output",
                    into.root().toString(),
                    "--format",
                    format,
                    "--size",
                    "48x64");
        }

        Said verb(String verb, String... more) {
            List<String> words = new ArrayList<>(List.of(verb, output.root().toString()));
            words.addAll(List.of(more));
            return Said.by(words.toArray(String[]::new));
        }
    }

    /** With the settings of the run, and its input where that was named from. */
    @Test
    void shouldTryAgainFromAnotherWorkingFolder() throws Exception {
        Case some = Case.of("again", "clip4mc");
        assertThat(some.run(some.output()).exit()).isEqualTo(3);
        Files.copy(good, some.mended(), REPLACE_EXISTING);
        Files.copy(good, some.missing());

        Said retried = some.verb("retry", "--ids", "missing");
        assertThat(retried.exit()).as(retried.everything()).isEqualTo(3);
        assertThat(retried.out()).contains(" 1 total = 1 done + 0 empty + 0 failed");
        assertThat(outcomes(some.output())).containsExactlyInAnyOrderEntriesOf(Map.of("DONE", 8L, "FAILED", 2L));
    }

    /** Nothing is taken from the run, and what has failed by then is told. */
    @Test
    void shouldTellWhatHasFailedWhileTheRunGoes() throws Exception {
        Pairs pairs = new Pairs();
        pairs.addBad("broken", broken);
        pairs.add("good", good);
        pairs.add("waits", good);
        pairs.write(folder.resolve("live.json"));
        Gate gate = Gate.before("waits");
        BinRun.Going going = gate.with(
                        BinRun.of("clips", "live.json", "--output", "live", "-w", "1", "--set", "journal.dir=apart"))
                .in(folder)
                .start();
        going.await(() -> going.errSoFar().contains("failed  broken.mp4"));

        Said told = Said.by("errors", folder.resolve("live").toString());

        assertThat(told.exit()).as(told.everything()).isEqualTo(3);
        assertThat(told.out()).contains(": 1 of ", "    1  CorruptVideo");
        gate.open();
        assertThat(going.await(60).exit()).isEqualTo(3);
    }

    private static Map<String, Long> outcomes(Produced output) throws IOException {
        Map<String, Long> outcomes = new TreeMap<>();
        output.manifest().forEach(line -> outcomes.merge(line.get("outcome").asText(), 1L, Long::sum));
        return outcomes;
    }

    private static BinRun.Ended run(String... words) throws Exception {
        return BinRun.of(words).in(folder).run();
    }
}
