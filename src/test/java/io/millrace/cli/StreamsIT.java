package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.output.RunFolder;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to stdout and what to stderr, and that the numbers there are those of the files. */
@Timeout(180)
class StreamsIT {

    private static final int REPEATS = 12;
    private static final int INTERVAL_MS = 100;

    private static final Pattern CLOCK = Pattern.compile("clips  \\d\\d:\\d\\d:\\d\\d  (.*)");

    /** What the pairs of this test lack, each said once in one line. */
    private static final String[] NOTICES = {
        "no tokenizer: texts are written without tokens; name CLIP's vocabulary with --tokenizer"
                + " (stages.transform.tokenizer)",
        "no entry has a size: [0.0] is written for each"
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    /** Good and broken of all kinds, and names that a terminal would obey. */
    private static final Pairs MIXED = new Pairs();

    private static Path mixed;
    private static final Pairs GOOD = new Pairs();
    private static Path good;

    @BeforeAll
    static void makeVideos() throws Exception {
        Path h264 = SampleVideos.write(folder.resolve("h264.mkv"), Coding.H264_MKV, 320, 240, 60)
                .file();
        Path mpeg4 = SampleVideos.write(folder.resolve("mpeg4.mp4"), Coding.MPEG4_MP4, 320, 240, 60)
                .file();
        for (int i = 0; i < REPEATS; i++) {
            GOOD.add("h264-" + i, h264);
            GOOD.add("mpeg4-" + i, mpeg4);
        }
        good = GOOD.write(folder.resolve("good.json"));
        GOOD.ids().forEach(id -> MIXED.add(id, id.startsWith("h264") ? h264 : mpeg4));
        SampleVideo corrupt = SampleVideos.corrupt(mpeg4, folder.resolve("corrupt.mp4"));
        SampleVideo truncated = SampleVideos.truncated(mpeg4, folder.resolve("truncated.mp4"));
        MIXED.addBad("corrupt", corrupt.file());
        MIXED.addBad("truncated", truncated.file());
        MIXED.addBad("garbage", Files.write(folder.resolve("garbage.mp4"), noise()));
        MIXED.addBad("coloured", folder.resolve("no\u001b[31m\r\nred.mp4"));
        MIXED.add("bent", bent(h264, folder.resolve("bent.mkv")));
        mixed = MIXED.write(folder.resolve("mixed.json"));
    }

    private static byte[] noise() {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        return noise;
    }

    /** With wrong bytes here and there behind its header: some of it decodes, and the decoder has much to say. */
    private static Path bent(Path video, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(video);
        for (int i = 4000; i < bytes.length; i += 211) {
            bytes[i] ^= 0x55;
        }
        return Files.write(file, bytes);
    }

    @Test
    void shouldWritePlainLinesThatAgreeWithTheFilesWhenMuchIsBroken() throws Exception {
        Produced produced = new Produced(folder.resolve("plain"));

        BinRun.Ended ended = command(mixed, produced, "-v").run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        produced.checkComplete(MIXED);
        assertThat(ended.out() + ended.err()).doesNotContain("\u001b", "\r");
        checkOnlyOwnLines(ended);
        checkNumbers(ended.out(), produced);
        assertThat(Files.readString(RunFolder.latest(produced.root()).resolve("run.log")))
                .as("what FFmpeg says, with -v")
                .contains("io.millrace.native.ffmpeg");
    }

    /** Native libraries print behind Java's back, so every line has to look like one of ours. */
    private static void checkOnlyOwnLines(BinRun.Ended ended) {
        String summary = "clips  run .*| {2,}(items|time|limit|stages|output|failures|next|report|[0-9]+|"
                + "(decode|transform|encode|write) +x[0-9]).*";
        assertThat(ended.err().lines()).allMatch(line -> line.matches("(clips|failed|more|reading|no) .*"));
        assertThat(ended.err().lines().filter(StreamsIT::isNotice)).containsExactly(NOTICES);
        assertThat(ended.out().lines()).allMatch(line -> line.matches(summary));
    }

    private static void checkNumbers(String summary, Produced produced) throws IOException {
        JsonNode items = produced.summary().get("items");
        assertThat(summary)
                .contains("(exit " + produced.summary().get("exit") + ")")
                .contains(items.get("total") + " total = " + items.get("done") + " done + " + items.get("empty")
                        + " empty + " + items.get("failed") + " failed ")
                .contains(" + " + items.get("left") + " left\n")
                .contains("failures.jsonl (" + items.get("failed") + ")");
        Map<String, Integer> classes = new TreeMap<>();
        int files = 0;
        for (JsonNode line : produced.manifest()) {
            files += line.get("output").size();
            if (line.has("class")) {
                classes.merge(line.get("class").asText(), 1, Integer::sum);
            }
        }
        assertThat(summary).contains("   " + files + " files, ");
        classes.forEach((type, count) -> assertThat(summary).contains(" " + count + " " + type + "   "));
        assertThat(produced.summary().get("failures")).isEqualTo(JSON.<JsonNode>valueToTree(classes));
        assertThat(Files.readAllLines(RunFolder.latest(produced.root()).resolve("failures.jsonl")))
                .hasSize(items.get("failed").asInt());
    }

    @Test
    void shouldWriteOneObjectPerLineOnStdoutWhenAskedForJson() throws Exception {
        Produced produced = new Produced(folder.resolve("json"));

        BinRun.Ended ended = command(mixed, produced, "--json").run();

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(ended.err()).isEmpty();
        List<JsonNode> events = events(ended.out());
        assertThat(type(events.get(0))).isEqualTo("run_start");
        assertThat(type(events.get(events.size() - 1))).isEqualTo("summary");
        assertThat(events)
                .extracting(StreamsIT::type)
                .contains("progress", "stages")
                .doesNotContain("resume", "error");
        assertThat(events.stream()
                        .filter(event -> type(event).equals("diagnosis") && !event.has("limit")) // a slow run has one
                        .map(event -> event.get("message").asText()))
                .containsExactly(NOTICES);
        checkFailuresTold(events, produced);
        checkSummary(events, produced);
        checkSameTime(events);
    }

    @Test
    void shouldTellOfTheResumeSecondWhenAskedForJsonAgain() throws Exception {
        Produced produced = new Produced(folder.resolve("json-twice"));
        Said.by(words(good, produced, "--limit", "5", "-q"));

        Said ended = Said.by(words(good, produced, "--progress", "json"));

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.err()).isEmpty();
        List<JsonNode> events = events(ended.out());
        assertThat(events).extracting(StreamsIT::type).startsWith("run_start", "resume");
        assertThat(events.get(1).get("done").asInt()).isEqualTo(5);
        assertThat(events.get(1).get("to_do").asInt()).isEqualTo(GOOD.ids().size() - 5);
        checkSummary(events, produced);
    }

    @Test
    void shouldTellPeopleAndProgramsWhenItIsRefused() throws Exception {
        Produced produced = new Produced(folder.resolve("refused"));

        Said ended = Said.by(words(folder.resolve("no-such.json"), produced, "--json"));

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(69);
        assertThat(ended.err()).contains("no-such.json").hasLineCount(1);
        assertThat(events(ended.out())).singleElement().satisfies(error -> {
            assertThat(type(error)).isEqualTo("error");
            assertThat(error.get("exit").asInt()).isEqualTo(69);
            assertThat(error.get("message").asText()).isEqualTo(ended.err().strip());
        });
    }

    /** The last progress is of the same moment as the summary. */
    private static void checkSameTime(List<JsonNode> events) {
        double told = events.stream()
                .filter(event -> type(event).equals("progress"))
                .mapToDouble(event -> event.get("seconds").asDouble())
                .max()
                .orElseThrow();
        assertThat(told).isEqualTo(events.get(events.size() - 1).get("seconds").asDouble());
    }

    private static List<JsonNode> events(String out) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : out.lines().toList()) {
            JsonNode event = JSON.readTree(line);
            List<String> keys = new ArrayList<>();
            event.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).as(line).startsWith("v", "ts", "type");
            assertThat(event.get("v").asInt()).isEqualTo(1);
            assertThat(Instant.parse(event.get("ts").asText())).isBeforeOrEqualTo(Instant.now());
            events.add(event);
        }
        return events;
    }

    private static void checkFailuresTold(List<JsonNode> events, Produced produced) throws IOException {
        Map<String, String> told = new HashMap<>();
        events.stream()
                .filter(event -> type(event).equals("item_failed"))
                .forEach(event ->
                        told.put(event.get("id").asText(), event.get("class").asText()));
        Map<String, String> recorded = new HashMap<>();
        for (JsonNode line : produced.manifest()) {
            if (line.has("class")) {
                recorded.put(line.get("id").asText(), line.get("class").asText());
            }
        }
        assertThat(told).isEqualTo(recorded).hasSize(MIXED.bad());
    }

    /** The last progress, the summary and its file say the same. */
    private static void checkSummary(List<JsonNode> events, Produced produced) throws IOException {
        JsonNode summary = events.get(events.size() - 1);
        JsonNode file = produced.summary();
        file.fieldNames()
                .forEachRemaining(key -> assertThat(summary.get(key)).as(key).isEqualTo(file.get(key)));
        JsonNode progress = events.stream()
                .filter(event -> type(event).equals("progress"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(progress.get("items")).isEqualTo(summary.get("items"));
        assertThat(events.get(0).get("run")).isEqualTo(summary.get("run"));
    }

    private static String type(JsonNode event) {
        return event.get("type").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "--progress none"})
    void shouldSayNothingButTheSummaryWhenAskedToBeQuiet(String flag) throws Exception {
        Produced produced = new Produced(folder.resolve("quiet" + flag.replace(' ', '-')));

        Said ended = Said.by(words(good, produced, flag.split(" ")));

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("clips  run ");
        assertThat(Files.readString(RunFolder.latest(produced.root()).resolve("run.log")))
                .contains(NOTICES);
    }

    /** The clock of a line has seconds only, so they are counted over the time of all. */
    @Test
    void shouldWriteALineAtMostOncePerInterval() throws Exception {
        Produced produced = new Produced(folder.resolve("interval"));
        Gate gate = Gate.before("mpeg4-" + REPEATS / 2);
        long began = System.nanoTime();
        BinRun.Going going = gate.with(command(good, produced, "--progress", "plain", "-w", "1"))
                .start();
        going.await(() ->
                going.errSoFar().lines().anyMatch(line -> CLOCK.matcher(line).matches()));
        gate.open();

        BinRun.Ended ended = going.await(60);

        long tookMs = (System.nanoTime() - began) / 1_000_000;
        List<String> lines = ended.err()
                .lines()
                .filter(line -> !line.startsWith("reading the input")) // on a slow machine
                .filter(line -> !isNotice(line))
                .toList();
        assertThat(lines).as(ended.everything()).isNotEmpty().allMatch(line -> CLOCK.matcher(line)
                .matches());
        assertThat(lines.stream().filter(StreamsIT::running).count()).isBetween(1L, tookMs / INTERVAL_MS);
        checkRising(lines);
    }

    /** A change of state has a line of its own, whatever the interval. */
    private static boolean running(String line) {
        return !line.contains("  ended  ");
    }

    private static void checkRising(List<String> lines) {
        int before = 0;
        for (String line : lines) {
            Matcher ok = Pattern.compile("  ok (\\d+)  ").matcher(line);
            assertThat(ok.find()).as(line).isTrue();
            int now = Integer.parseInt(ok.group(1));
            assertThat(now).isBetween(before, GOOD.ids().size());
            before = now;
        }
    }

    @Test
    void shouldLogToASecondFileWhenAskedTo() throws Exception {
        Produced produced = new Produced(folder.resolve("logged"));
        Path log = folder.resolve("logs").resolve("mine.log");

        Said ended = Said.by(words(good, produced, "--log-file", log.toString()));

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(Files.readString(log))
                .isEqualTo(Files.readString(RunFolder.latest(produced.root()).resolve("run.log")))
                .contains(" INFO ");
    }

    @Test
    void shouldRefuseALogThatCannotBeWrittenAndLeaveNothing() throws Exception {
        Produced produced = new Produced(folder.resolve("unlogged"));

        Said ended = Said.by(words(good, produced, "--log-file", folder.toString()));

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(74);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("the log cannot be written to " + folder + ": ")
                .hasLineCount(1);
        assertThat(produced.root()).doesNotExist();
    }

    @Test
    void shouldSayThatAnOptionIsNotNeededOnStderr() throws Exception {
        Produced produced = new Produced(folder.resolve("notice"));

        Said ended = Said.by(words(good, produced, "-q", "--json", "--checkpoint-file", "c.json"));

        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.err()).startsWith("--checkpoint-file is not needed: ").hasLineCount(1);
        assertThat(type(events(ended.out()).get(0))).isEqualTo("run_start");
    }

    private static boolean isNotice(String line) {
        return line.startsWith("no ");
    }

    private static String[] words(Path manifest, Produced output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                manifest.toString(),
                "--output",
                output.root().toString(),
                "--size",
                "48x64",
                "--set",
                "console.interval=" + INTERVAL_MS + "ms",
                "--set",
                "stages.decode.corrupt=keep-decoded"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static BinRun command(Path manifest, Produced output, String... more) {
        return BinRun.of(words(manifest, output, more));
    }
}
