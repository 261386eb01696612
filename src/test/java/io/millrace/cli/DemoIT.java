package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.media.sample.SampleVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first thing a user tries, twice. */
@Timeout(180)
class DemoIT {

    @TempDir
    private static Path folder;

    private static Path output;
    private static Produced produced;
    private static BinRun.Ended first;
    private static Said second;

    @BeforeAll
    static void runTwice() throws Exception {
        output = folder.resolve("my demo");
        produced = new Produced(output.resolve("clips"));
        first = BinRun.of("demo", "--output", output.toString()).run();
        second = Said.by("demo", "--output", output.toString());
    }

    @Test
    void shouldEndWellBothTimes() {
        assertThat(first.exit()).as(first.everything()).isZero();
        assertThat(second.exit()).as(second.everything()).isZero();
        assertThat(first.out()).contains("COMPLETED WITH FAILURES (exit 3)", "That is as it should be");
    }

    @Test
    void shouldSayWhatItRunsAsOneWouldTypeIt() {
        assertThat(first.err())
                .contains("making sample videos in " + output + "/videos\n", "now as you would: bin/run clips ")
                .doesNotContain("resume  ");
        String command = first.err()
                .lines()
                .filter(line -> line.startsWith("now as you would: "))
                .findFirst()
                .orElseThrow();
        assertThat(command).contains(" '" + output + "/pairs.json' --clips-dir '" + output + "/videos' ");
    }

    @Test
    void shouldSayThatItsVocabularyIsAToyUnlessOneIsNamed() throws Exception {
        assertThat(first.err()).contains("a toy one", "name CLIP's with --tokenizer");
        Path mine = Files.write(folder.resolve("mine.json"), SampleVocabulary.json(List.of("disc")));
        Said named = Said.by("demo", "--output", output.toString(), "--tokenizer", mine.toString());

        assertThat(named.exit()).as(named.everything()).isZero();
        assertThat(named.err())
                .contains(" --tokenizer " + mine + " --stale redo")
                .doesNotContain("toy");
    }

    /** The other two of the same scene come first, in whichever order, and then nothing that is nearly as like. */
    @Test
    void shouldMakeVectorsAndFindWhatIsLikeAPicture() {
        for (String said : List.of(first.out(), second.out())) {
            assertThat(said).contains("Total processed: 19\nEmbedded: 18\nErrors: 1\n");
            List<String> hits = said.lines()
                    .filter(line -> line.matches("[01]\\.[0-9]{4}\t.*"))
                    .toList();
            assertThat(hits).hasSize(4).first().isEqualTo("1.0000\tscene-2-small.jpg");
            assertThat(hits.subList(1, 3)).allMatch(hit -> hit.matches("0\\.99..\tscene-2(-poor.jpg|.png)"));
            assertThat(hits.get(3)).matches("0\\.[0-8].*");
        }
    }

    @Test
    void shouldShowWhatLiesInTheOutput() throws Exception {
        Path clip = produced.root().resolve("mpeg4-mp4");
        assertThat(first.out())
                .contains(
                        clip + "/\n",
                        "  meta.json ",
                        "  size.json ",
                        "  text_input.pkl ",
                        "  video_input.pkl ",
                        "dataset.json ",
                        "train 9, val 0, test 1\n");
        try (Stream<Path> files = Files.list(clip)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("meta.json", "size.json", "text_input.pkl", "video_input.pkl");
        }
    }

    /** What it tells to try works. */
    @Test
    void shouldTellACommandThatMakesPlainFiles() throws Exception {
        Path plain = output.resolve("npy");
        assertThat(first.out()).contains("  bin/run clips '", " --format npy\n", " --format webdataset\n");
        Said.with(
                3,
                "clips",
                output.resolve("pairs.json").toString(),
                "--clips-dir",
                output.resolve("videos").toString(),
                "--output",
                plain.toString(),
                "--format",
                "npy");

        assertThat(plain.resolve("mpeg4-mp4/frames.npy")).exists();
    }

    @Test
    void shouldResumeTheSecondTime() {
        assertThat(second.err())
                .contains("resume  10 of 12 done in 1 run; 2 failed before and not tried again; 0 to do; 0 stale")
                .doesNotContain("making sample videos");
        assertThat(second.out()).contains(" 12 total = 10 done (10 in earlier runs) + 0 empty + 2 failed ");
    }

    @Test
    void shouldShowSeveralCodecsAndContainers() throws Exception {
        Set<String> codecs = new TreeSet<>();
        for (JsonNode line : produced.manifest()) {
            if (!line.has("class")) {
                codecs.add(produced.meta(line.get("id").asText()).get("codec").asText());
            }
        }
        assertThat(codecs).contains("mpeg4", "mpeg2video", "h264", "vp9", "mjpeg", "ffv1");
        try (Stream<Path> videos = Files.list(output.resolve("videos"))) {
            assertThat(videos.map(DemoIT::extension).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder("mp4", "avi", "ts", "mkv", "webm");
        }
    }

    @Test
    void shouldListEveryVideoInTheManifestAndFailTheBrokenOnes() throws Exception {
        List<JsonNode> lines = produced.manifest();

        assertThat(lines).extracting(line -> line.get("source").asText()).containsExactlyInAnyOrderElementsOf(videos());
        assertThat(lines.stream()
                        .filter(line -> line.get("outcome").asText().equals("FAILED"))
                        .map(line -> line.get("source").asText() + " "
                                + line.get("class").asText()))
                .containsExactlyInAnyOrder("corrupt.mp4 CorruptVideo", "truncated.mp4 CorruptVideo");
    }

    private static List<String> videos() throws IOException {
        try (Stream<Path> videos = Files.list(output.resolve("videos"))) {
            return videos.map(video -> video.getFileName().toString()).toList();
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
