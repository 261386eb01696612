package io.millrace.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failed is told, is tried again where somebody asks for it, and ends a run of which too much fails. */
@Timeout(300)
class ErrorsTest {

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

        Said run(Produced into) throws Exception {
            return ErrorsTest.run(
                    "clips",
                    list.toString(),
                    "--output",
                    into.root().toString(),
                    "--format",
                    format,
                    "--size",
                    "48x64");
        }

        Said verb(String verb, String... more) throws Exception {
            List<String> words = new ArrayList<>(List.of(verb, output.root().toString()));
            words.addAll(List.of(more));
            return Said.by(words.toArray(String[]::new));
        }
    }

    @Test
    void shouldTellWhatFailedAndWhatHelps() throws Exception {
        Case some = Case.of("told", "npy");
        assertThat(some.run(some.output()).exit()).isEqualTo(3);

        Said told = some.verb("errors");
        assertThat(told.exit()).as(told.everything()).isEqualTo(3);
        assertThat(told.out())
                .contains("3 of 10 items have failed", "    2  CorruptVideo  decode  .mp4   told-mended.mp4: ")
                .contains("    1  MissingInput  source  .mp4   told-missing.mp4: ", " --cause CorruptVideo --set ");

        Said corrupt = some.verb("errors", "--cause", "CorruptVideo", "--json");
        assertThat(corrupt.out().lines()).hasSize(2).allSatisfy(line -> {
            JsonNode object = new ObjectMapper().readTree(line);
            assertThat(object.get("class").asText()).isEqualTo("CorruptVideo");
            assertThat(object.get("attempts").asInt()).isEqualTo(1);
        });
        Said source = some.verb("errors", "--stage", "source", "--csv", "-");
        assertThat(source.out().lines()).hasSize(2).first().isEqualTo("id,source,outcome,class,stage,message,attempts");
        assertThat(source.out()).contains("\nmissing,told-missing.mp4,FAILED,MissingInput,source,\"there is no file");
        Said misspelt = some.verb("errors", "--cause", "CorruptVidoe");
        assertThat(misspelt.exit()).isEqualTo(2);
        assertThat(misspelt.err())
                .contains("'CorruptVidoe' - did you mean 'CorruptVideo'?; there is CorruptVideo, MissingInput");
    }

    @Test
    void shouldSayWhenThereIsNothingToTell() throws Exception {
        Said no = run("errors", at("nowhere"));
        assertThat(no.exit()).as(no.everything()).isEqualTo(69);
        assertThat(no.err()).contains("there is no folder " + at("nowhere"));
        Files.createDirectories(folder.resolve("not-ours"));
        Said other = run("retry", at("not-ours"));
        assertThat(other.exit()).as(other.everything()).isEqualTo(69);
        assertThat(other.err()).contains("not-ours has no journal");
        Pairs pairs = new Pairs();
        pairs.add("good", good);
        pairs.write(folder.resolve("well.json"));
        assertThat(run("clips", at("well.json"), "--output", at("well")).exit()).isZero();
        for (String verb : List.of("errors", "retry")) {
            Said well = run(verb, at("well"));
            assertThat(well.exit()).as(well.everything()).isZero();
            assertThat(well.out()).isEqualTo("no item of " + at("well") + " has failed\n");
        }
    }

    /** With the settings of the run. */
    @ParameterizedTest
    @ValueSource(strings = {"clip4mc", "webdataset"})
    void shouldTryAgainWhatIsNamedAndNothingElse(String format) throws Exception {
        Case some = Case.of("again-" + format, format);
        assertThat(some.run(some.output()).exit()).isEqualTo(3);
        Map<String, Long> sealed = some.output().sealed(List.of("good-0", "good-1"));
        Files.copy(good, some.mended(), REPLACE_EXISTING);
        Files.copy(good, some.missing());

        Said corrupt = some.verb("retry", "--cause", "CorruptVideo");
        assertThat(corrupt.exit()).as(corrupt.everything()).isEqualTo(3);
        assertThat(corrupt.out()).contains(" 2 total = 1 done + 0 empty + 1 failed", "next       bin/run errors ");
        assertThat(outcomes(some.output())).containsExactlyInAnyOrderEntriesOf(Map.of("DONE", 8L, "FAILED", 2L));
        Said missing = some.verb("retry", "--ids", "missing");
        assertThat(missing.exit()).as(missing.everything()).isEqualTo(3);
        assertThat(missing.out()).contains(" 1 total = 1 done + 0 empty + 0 failed");

        assertThat(some.output().sealed(List.of("good-0", "good-1"))).isEqualTo(sealed);
        Produced atOnce = new Produced(folder.resolve("at-once-" + format));
        assertThat(some.run(atOnce).exit()).isEqualTo(3);
        some.output().checkSameAs(atOnce);
    }

    @Test
    void shouldEndWellWhenTheLastFailureIsMended() throws Exception {
        Path later = folder.resolve("only.mp4");
        Pairs pairs = new Pairs();
        pairs.add("good", good);
        pairs.add("later", later);
        pairs.write(folder.resolve("only.json"));
        assertThat(run("clips", at("only.json"), "--output", at("only")).exit()).isEqualTo(3);
        Files.copy(good, later);

        Said mended = run("retry", at("only"));

        assertThat(mended.exit()).as(mended.everything()).isZero();
        assertThat(mended.out()).contains(" 1 total = 1 done ").doesNotContain("next  ");
    }

    @Test
    void shouldRefuseWhatHasNotFailed() throws Exception {
        Case some = Case.of("refused", "null");
        assertThat(some.run(some.output()).exit()).isEqualTo(3);

        assertRefused(some.verb("retry", "--ids", "brokn"), "knows no item 'brokn' - did you mean 'broken'?");
        assertRefused(some.verb("retry", "--ids", "good-0"), "item 'good-0' is DONE, not FAILED");
        assertRefused(some.verb("retry", "--cause", "MissingInptu"), "did you mean 'MissingInput'?");
        assertRefused(
                some.verb("retry", "--ids", "broken", "--cause", "MissingInput"),
                "none of the items named has the cause MissingInput");
    }

    @Test
    void shouldGiveUpWhenTooMuchFailsAndGoOnLater() throws Exception {
        Pairs pairs = new Pairs();
        for (int i = 0; i < 60; i++) {
            pairs.addBad("bad-" + i, broken);
            pairs.add("item-" + i, good);
        }
        pairs.write(folder.resolve("many.json"));
        Produced output = new Produced(folder.resolve("many"));
        String[] command = {
            "clips",
            at("many.json"),
            "--output",
            at("many"),
            "-w",
            "1",
            "--size",
            "48x64",
            "--set",
            "memory.in-flight=4"
        };
        List<String> careful = new ArrayList<>(List.of(command));
        careful.addAll(List.of("--max-errors", "5"));

        Said given = run(careful.toArray(String[]::new));

        assertThat(given.exit()).as(given.everything()).isEqualTo(4);
        assertThat(given.err())
                .contains("too many failures: finishing ")
                .containsPattern("\\d+ of the \\d+ items that this run has ended have failed, more than the 5 that"
                        + " --max-errors \\(errors.max\\) allows: \\d+ CorruptVideo");
        assertThat(given.out()).contains("TOO MANY FAILURES (exit 4)", "(goes on with the ");
        Said rest = run(command);
        assertThat(rest.exit()).as(rest.everything()).isEqualTo(3);
        output.checkComplete(pairs);
    }

    private static Map<String, Long> outcomes(Produced output) throws IOException {
        Map<String, Long> outcomes = new TreeMap<>();
        output.manifest().forEach(line -> outcomes.merge(line.get("outcome").asText(), 1L, Long::sum));
        return outcomes;
    }

    private static void assertRefused(Said ended, String said) {
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(2);
        assertThat(ended.err()).contains(said);
    }

    private static Said run(String... words) throws Exception {
        return Said.by(words);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
