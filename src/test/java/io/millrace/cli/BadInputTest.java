package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.media.video.ClaimingVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is said in a sentence that names it, with the exit code for it, and costs nothing else. */
@Timeout(180)
class BadInputTest {

    private static final String GOOD = "{\"id\": \"good\", \"video\": \"good.mp4\", \"text\": \"t\"}\n";

    @TempDir
    private static Path folder;

    private static Path good;

    /** One command line, and what is to come of it. */
    private record Case(String name, int exit, List<String> words, String said) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void writeInput() throws IOException {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 160, 120, 10)
                .file();
        write("good.jsonl", GOOD);
        write("file", "");
        write("malformed.json", "[{\"id\": \"a\", \"video\": \"good.mp4\", \"text\": \"t\"},\n {\"id\": b}]");
        write("malformed.jsonl", GOOD + "{\"id\": \"b\", \"video\": \"good.mp4\"\n" + GOOD.replace("good\"", "c\""));
        write("no-video.json", "[{\"id\": \"a\", \"film\": \"good.mp4\", \"text\": \"t\"}]");
        write("no-text.csv", "video,words\ngood.mp4,t\n");
        write("twice.jsonl", GOOD + GOOD.replace("good.mp4", "other.mp4"));
        write("long.jsonl", GOOD.replace("good\"", "n".repeat(5000) + "\""));
        write("empty.json", "");
        write("span.csv", "video,text,start,end\ngood.mp4,t,3,1\n");
        write("other.txt", "x");
        write("unknown.conf", "job = clips\nstages {\n  decode.wokers = 2\n}\nsorce.limit = 3\n");
        write("no-job.conf", "job = clps\n");
    }

    static Stream<Case> refusals() {
        return Stream.of(
                refused(69, "no manifest", "there is no readable file " + at("none.json"), "clips", at("none.json")),
                refused(69, "no input", "there is no input: name a pairs manifest", "clips"),
                refused(69, "a folder for a manifest", "is a folder, but a pairs manifest is a file", "clips", "."),
                refused(69, "JSON", "malformed.json: line 2: ", "clips", at("malformed.json")),
                refused(69, "JSONL", "malformed.jsonl: line 2: ", "clips", at("malformed.jsonl")),
                refused(69, "an empty file", "empty.json is empty", "clips", at("empty.json")),
                refused(69, "another kind of file", "ends in .json, .jsonl, .ndjson, .csv", "clips", at("other.txt")),
                refused(
                        69,
                        "no video",
                        "It may be called 'video', 'vid', 'clip', 'path'",
                        "clips",
                        at("no-video.json")),
                refused(69, "no text", "It may be called 'text', 'caption', 'transcript'", "clips", at("no-text.csv")),
                refused(
                        69,
                        "a span",
                        "span.csv: entry 1: \"start\" and \"end\" must be seconds",
                        "clips",
                        at("span.csv")),
                refused(69, "one id twice", "entry 1 (good.mp4) and entry 2 (other.mp4)", "clips", at("twice.jsonl")),
                refused(69, "an endless id", "entry 1: an id has 1 to 4096 bytes", "clips", at("long.jsonl")),
                refused(69, "no clips", "the clips folder ", "clips", at("good.jsonl"), "--clips-dir", at("none")),
                refused(69, "no such id", "no entry has the id 'x'", "clips", at("good.jsonl"), "--only", "x"),
                refused(69, "no such conf", "there is no configuration file " + at("none.conf"), at("none.conf")),
                refused(
                        74,
                        "a file for an output",
                        "file is a file where the folder",
                        "clips",
                        at("good.jsonl"),
                        "--output",
                        at("file")),
                refused(
                        74,
                        "below a file",
                        "file is a file where",
                        "clips",
                        at("good.jsonl"),
                        "--output",
                        at("file/below")),
                refused(
                        78,
                        "output around input",
                        "holds the input",
                        "clips",
                        at("good.jsonl"),
                        "--output",
                        folder.toString()),
                refused(
                        78,
                        "unknown keys",
                        "unknown.conf: 3: unknown key 'stages.decode.wokers' - did you mean 'workers'?",
                        at("unknown.conf")),
                refused(78, "all at once", "unknown.conf: 5: unknown key 'sorce", at("unknown.conf")),
                refused(
                        78,
                        "unknown job",
                        "no-job.conf: there is no job 'clps'; the jobs are clips, embed",
                        at("no-job.conf")),
                refused(
                        78,
                        "no workers",
                        "stages.decode.workers = 0: must be a whole number of at least 1 or auto",
                        "clips",
                        at("good.jsonl"),
                        "-w",
                        "0"),
                refused(
                        78,
                        "negative workers",
                        "must be a whole number of at least 1",
                        "clips",
                        at("good.jsonl"),
                        "-w",
                        "-3"),
                refused(78, "too many workers", "must be between 1 and 256", "clips", at("good.jsonl"), "-w", "1000"),
                refused(
                        78,
                        "workers in words",
                        "must be a whole number or auto",
                        "clips",
                        at("good.jsonl"),
                        "-w",
                        "two"),
                refused(
                        78,
                        "no such stage",
                        "there is decode, transform, encode, write",
                        "clips",
                        at("good.jsonl"),
                        "-w",
                        "infer=2"),
                refused(2, "half a worker", "each once", "clips", at("good.jsonl"), "-w", "decode="),
                refused(
                        78,
                        "no frames",
                        "stages.decode.frames = 0: must be between 1",
                        "clips",
                        at("good.jsonl"),
                        "--frames",
                        "0"),
                refused(78, "a size", "stages.transform.size = 0x0", "clips", at("good.jsonl"), "--size", "0x0"),
                refused(
                        78,
                        "too large",
                        "a tensor of more than 2 GiB",
                        "clips",
                        at("good.jsonl"),
                        "--size",
                        "16384x16384"),
                refused(
                        78,
                        "a filter",
                        "must be one of linear, area, cubic, lanczos",
                        "clips",
                        at("good.jsonl"),
                        "--filter",
                        "linea"),
                refused(
                        78,
                        "little memory",
                        "say it with --memory",
                        "clips",
                        at("good.jsonl"),
                        "--set",
                        "memory.limit=100MiB"),
                refused(78, "another job", "is for clips", "clips", at("good.jsonl"), "--set", "job=embed"),
                refused(2, "unknown word", "did you mean 'clips'?", "clisp", at("good.jsonl")),
                refused(2, "unknown flag", "--wrokers", "clips", at("good.jsonl"), "--wrokers", "2"),
                refused(2, "two inputs", "one input at a time", "clips", at("good.jsonl"), "twice.jsonl"),
                refused(2, "--fresh unasked", "add --yes", "clips", at("good.jsonl"), "--fresh"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseWithASentenceAndItsCode(Case refusal) throws Exception {
        Path output = folder.resolve("refused");
        List<String> words = new ArrayList<>(refusal.words());
        if (!words.contains("--output")) {
            words.addAll(List.of("--output", output.toString()));
        }
        Said ended = Said.by(words.toArray(String[]::new));
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(refusal.exit());
        assertThat(ended.err()).contains(refusal.said()).doesNotContain("\tat ", "Exception");
        assertThat(ended.out()).isEmpty();
        assertThat(output).doesNotExist();
    }

    @Test
    void shouldSayThatAnOutputCannotBeMade() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs a folder that takes no files");
        Said ended = Said.by("clips", at("good.jsonl"), "--output", "/proc/millrace");
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(74);
        assertThat(ended.err()).contains("cannot create the folder /proc/millrace", "choose another --output");
    }

    @Test
    void shouldRefuseTheOutputOfAnotherJob() throws Exception {
        Path output = folder.resolve("embedded");
        RunHeader header = new RunHeader("20260101-000000", "embed", "f", "", "1", "");
        Journal.open(output, header, JournalSettings.DEFAULT).close();
        Said ended = Said.by("clips", at("good.jsonl"), "--output", output.toString());
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(78);
        assertThat(ended.err()).contains(output.toString(), "embed");
    }

    /** Each costs itself: a file that is not there, damaged ones, and one whose header claims what no memory holds. */
    @Test
    void shouldFailTheItemAloneWhenOnlyItIsBad() throws Exception {
        Path absurd = ClaimingVideo.withEndlessTable(good, folder.resolve("absurd.mp4"));
        Path truncated =
                SampleVideos.truncated(good, folder.resolve("truncated.mp4")).file();
        Pairs pairs = new Pairs();
        pairs.add("first", good);
        pairs.addBad("gone", folder.resolve("gone.mp4"));
        pairs.addBad("absurd", absurd);
        pairs.addBad("truncated", truncated);
        pairs.addBad("text", folder.resolve("other.txt"));
        pairs.add("last", good);
        Produced produced = produced("mixed");
        Said ended = Said.by(
                "clips",
                pairs.write(folder.resolve("mixed.json")).toString(),
                "--output",
                produced.root().toString());
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        produced.checkComplete(pairs);
        assertThat(produced.manifest().stream()
                        .filter(line -> line.has("class"))
                        .map(line -> line.get("id").asText() + " "
                                + line.get("class").asText()))
                .containsExactly("gone MissingInput", "absurd TooLarge", "truncated CorruptVideo", "text NotAVideo");
        assertThat(ended.out()).contains("next       bin/run clips", " --retry-failed");
    }

    /** The advice of the summary, once the cause is mended. */
    @Test
    void shouldDoWhatWasMissingWhenItIsThere() throws Exception {
        write("later.jsonl", GOOD.replace("good", "later"));
        Produced produced = produced("later");
        String[] command = {
            "clips", at("later.jsonl"), "--output", produced.root().toString()
        };
        assertThat(Said.by(command).exit()).isEqualTo(3);
        Files.copy(good, folder.resolve("later.mp4"));
        Said again = Said.by(command);
        assertThat(again.exit()).as(again.everything()).isZero();
        assertThat(again.err()).contains("resume  0 of 1 done in 1 run; 1 to do; 0 stale");
        assertThat(produced.manifest())
                .extracting(line -> line.get("outcome").asText())
                .containsExactly("DONE");
    }

    @Test
    void shouldNoticeAChangedCaptionAndChangedSettings() throws Exception {
        Produced produced = produced("stale");
        write("caption.jsonl", GOOD);
        String[] command = {
            "clips", at("caption.jsonl"), "--output", produced.root().toString(), "--format", "npy"
        };
        assertThat(Said.by(command).exit()).isZero();
        write("caption.jsonl", GOOD.replace("\"t\"", "\"another\""));

        Said refused = Said.by(command);
        assertThat(refused.exit()).as(refused.everything()).isEqualTo(12);
        assertThat(refused.err())
                .contains("1 item in ", " is stale: 1 made from a file or manifest entry that has changed since")
                .contains("--stale redo", "--stale keep");
        Said plan = Said.by(
                "plan",
                "clips",
                at("caption.jsonl"),
                "--output",
                produced.root().toString(),
                "--format",
                "npy",
                "--frames",
                "8");
        assertThat(plan.exit()).isZero();
        assertThat(plan.out())
                .contains("1 found = 1 done + 0 failed before + 0 to do; 1 stale")
                .contains("stages.decode.frames 16 -> 8", "a run ends with exit 12");

        Said redone = Said.by(
                "clips",
                at("caption.jsonl"),
                "--output",
                produced.root().toString(),
                "--format",
                "npy",
                "--stale",
                "redo");
        assertThat(redone.exit()).as(redone.everything()).isZero();
        assertThat(produced.root().resolve("good/text.txt")).hasContent("another");
    }

    /** Neither a run that fails an item nor --fresh touches what no run has made. */
    @Test
    void shouldLeaveWhatIsNotOursWhenAnOutputIsEmptied() throws Exception {
        Produced produced = produced("fresh");
        write("fresh/good/notes.txt", "mine");
        String[] command = {
            "clips", at("good.jsonl"), "--output", produced.root().toString(), "--fresh", "--yes"
        };
        assertThat(Said.by(command).exit()).isZero();
        List<JsonNode> before = produced.manifest();
        Said again = Said.by(command);
        assertThat(again.exit()).as(again.everything()).isZero();
        assertThat(again.err()).contains("left in " + produced.root(), "good").doesNotContain("resume  ");
        assertThat(produced.manifest()).isEqualTo(before);
        assertThat(produced.root().resolve("good/notes.txt")).hasContent("mine");
    }

    /** It costs itself, and does not keep the output from being emptied. */
    @Test
    void shouldFailTheItemAloneWhenItsIdIsTooLongForAFolderAlsoWhenTheOutputIsEmptied() throws Exception {
        Pairs pairs = new Pairs();
        pairs.add("first", good);
        pairs.addBad("n".repeat(300), good);
        Produced produced = produced("names");
        String list = pairs.write(folder.resolve("names.json")).toString();
        String[] command = {"clips", list, "--output", produced.root().toString(), "--fresh", "--yes"};
        for (int run = 0; run < 2; run++) {
            Said ended = Said.by(command);
            assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
            assertThat(ended.err()).contains("NameTooLong");
            produced.checkComplete(pairs);
        }
    }

    @Test
    void shouldEndWithFiveWhenNothingIsListedAndThatIsNotWanted() throws Exception {
        write("none.csv", "video,text\n");
        Said ended = Said.by("clips", at("none.csv"), "--output", at("none-out"), "--fail-if-empty");
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(5);
        assertThat(ended.err()).contains("the source is empty");
        assertThat(Said.by("clips", at("none.csv"), "--output", at("none-out")).exit())
                .isZero();
    }

    private static Case refused(int exit, String name, String said, String... words) {
        return new Case(name, exit, List.of(words), said);
    }

    private static Produced produced(String name) {
        return new Produced(folder.resolve(name));
    }

    private static void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
