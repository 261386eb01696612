package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run over every real video there is, against the truth that lies beside them. */
@Timeout(300)
class FixturesIT {

    private static final int FRAMES = 16;

    @TempDir
    private static Path folder;

    /** By id, in the order of the manifest. */
    private static final Map<String, JsonNode> TRUTHS = new LinkedHashMap<>();

    private static final Pairs PAIRS = new Pairs();
    private static BinRun.Ended ended;
    private static Produced produced;

    @BeforeAll
    static void run() throws Exception {
        Path videos = Fixtures.path("video");
        new ObjectMapper()
                .readTree(videos.resolve("videos.json").toFile())
                .get("videos")
                .forEach(FixturesIT::list);
        Path manifest = PAIRS.write(folder.resolve("pairs.json"));
        produced = new Produced(folder.resolve("out"));
        ended = BinRun.of(
                        "clips",
                        manifest.toString(),
                        "--clips-dir",
                        videos.toString(),
                        "--output",
                        produced.root().toString(),
                        "--set",
                        "stages.decode.frames=" + FRAMES)
                .run();
    }

    private static void list(JsonNode truth) {
        Path file = Path.of(truth.get("file").asText());
        String id = file.getFileName().toString();
        TRUTHS.put(id, truth);
        if (truth.get("readable").asBoolean()) {
            PAIRS.add(id, file);
        } else {
            PAIRS.addBad(id, file);
        }
    }

    @Test
    void shouldEndWithThreeAndCountEveryItemOnce() throws Exception {
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(3);
        assertThat(TRUTHS).hasSize(PAIRS.ids().size());
        produced.checkComplete(PAIRS);
        produced.checkDataset(PAIRS);
    }

    @Test
    void shouldFailWithAClassExactlyThoseThatDoNotDecode() throws Exception {
        for (JsonNode line : produced.manifest()) {
            String id = line.get("id").asText();
            boolean readable = TRUTHS.get(id).get("readable").asBoolean();
            assertThat(line.get("outcome").asText()).as(id).isEqualTo(readable ? "DONE" : "FAILED");
            if (!readable) {
                assertThat(line.get("class").asText()).as(id).isIn("CorruptVideo", "NoVideoStream", "EmptyInput");
                assertThat(line.get("message").asText()).as(id).isNotBlank();
            }
        }
    }

    @Test
    void shouldTellTheFactsOfEveryVideo() throws Exception {
        for (String id : decodable()) {
            JsonNode meta = produced.meta(id);
            JsonNode truth = TRUTHS.get(id);
            assertThat(meta.get("frames_total")).as(id).isEqualTo(truth.get("decoded_frames"));
            assertThat(meta.get("codec")).as(id).isEqualTo(truth.get("codec"));
            assertThat(meta.get("width")).as(id).isEqualTo(truth.get("upright_width"));
            assertThat(meta.get("height")).as(id).isEqualTo(truth.get("upright_height"));
            // The truth turns counter-clockwise, meta.json clockwise.
            assertThat(meta.get("rotation").asInt())
                    .as(id)
                    .isEqualTo(Math.floorMod(-truth.get("rotation").asInt(), 360));
        }
    }

    @Test
    void shouldSampleTheFramesOfTheFormulaAtTheirTimes() throws Exception {
        for (String id : decodable()) {
            int total = TRUTHS.get(id).get("decoded_frames").asInt();
            JsonNode frames = produced.meta(id).get("frames");
            assertThat(IntStream.range(0, frames.size())
                            .map(i -> frames.get(i).get("index").asInt()))
                    .as(id)
                    .containsExactly(linspace(total));
            checkTimes(id, frames, total);
        }
    }

    /** int(linspace(0, total - 1, FRAMES)) in whole numbers, which is what numpy's doubles come to on these videos. */
    private static Integer[] linspace(int total) {
        return IntStream.range(0, FRAMES)
                .mapToObj(i -> i * (total - 1) / (FRAMES - 1))
                .toArray(Integer[]::new);
    }

    private static void checkTimes(String id, JsonNode frames, int total) {
        List<Double> times = times(TRUTHS.get(id));
        for (JsonNode frame : times.size() == total ? frames : List.<JsonNode>of()) {
            double stated = times.get(frame.get("index").asInt());
            assertThat(frame.get("pts_s").asDouble()).as(id).isCloseTo(stated, within(1e-6));
        }
    }

    @Test
    void shouldKnowTheTimesOfNearlyAllVideos() {
        // Else the comparison of times compares nothing.
        assertThat(decodable().stream()
                        .filter(id -> times(TRUTHS.get(id)).size()
                                == TRUTHS.get(id).get("decoded_frames").asInt()))
                .hasSizeGreaterThan(50);
    }

    /** Native libraries print behind Java's back, so every line has to look like one of ours. */
    @Test
    void shouldSayNothingButItsOwnLines() {
        String progress = "(clips|failed|more|resume|reading|in flight|no) .*";
        String summary = "clips  run .*| {2,}(items|time|stages|output|failures|next|report|limit|[0-9]+|"
                + "(decode|transform|encode|write) +x[0-9]).*";
        assertThat(ended.err().lines()).allMatch(line -> line.matches(progress));
        assertThat(ended.out().lines()).allMatch(line -> line.matches(summary));
    }

    private static List<String> decodable() {
        return TRUTHS.keySet().stream()
                .filter(id -> TRUTHS.get(id).get("readable").asBoolean())
                .toList();
    }

    /** The times list a null for each piece of side data ffprobe printed behind a frame; these are no frames. */
    private static List<Double> times(JsonNode truth) {
        List<Double> times = new ArrayList<>();
        if (truth.has("frame_times_s")) {
            truth.get("frame_times_s").forEach(time -> {
                if (time.isNumber()) {
                    times.add(time.asDouble());
                }
            });
        }
        return times;
    }
}
