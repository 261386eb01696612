package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.output.RunFolder;
import io.millrace.media.onnx.SampleHandModels;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever its user lives, a run leaves the same files under the same names, says the same, and goes on with those of
 * others.
 */
@Timeout(600)
class LocalesTest {

    private static final int FAILURES = 3;

    /** Figures that differ from run to run; those of other scripts are none of these. */
    private static final String FIGURES = "[0-9]+([.:,-][0-9]+)*(ms|us|ns|s|m|h)?( ([kMG]i?)?B)?";

    /** Of what a run says, what does not depend on how fast it was. */
    private static final String STEADY =
            "((clips|embed|landmarks)  run|failed|no|resume|  items|  output|  failures|  next|exit) .*";

    @TempDir
    private static Path folder;

    private static List<List<String>> jobs;
    private static final Map<String, Outcome> EXPECTED = new TreeMap<>();

    private final Locale before = Locale.getDefault();

    /** What a job leaves, and all that is said of it. */
    private record Outcome(OutputTree tree, List<String> files, String said) {}

    /** Ids beyond ASCII; an I, which some turn into another letter than others do; and one of each kind that fails. */
    @BeforeAll
    static void runInNoLocale() throws Exception {
        Locale before = Locale.getDefault();
        jobs = List.of(clips(), embed(), landmarks());
        try {
            Locale.setDefault(Locale.ROOT);
            for (List<String> job : jobs) {
                EXPECTED.put(job.get(0), outcome(job, folder.resolve("out")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> clips() throws Exception {
        Path video = SampleVideos.write(folder.resolve("M\u00fcHLE.MP4"), Coding.MPEG4_MP4, 96, 64, 8)
                .file();
        Path broken = SampleVideos.truncated(video, folder.resolve("\u067e\u0627\u0631\u0647.mp4"))
                .file();
        Pairs pairs = new Pairs();
        pairs.add("I/\u0130stanbul", video);
        pairs.add("\u0e17\u0e32\u0e07", video);
        pairs.addBad("\u067e\u0627\u0631\u0647", broken);
        Path list = pairs.write(folder.resolve("pairs.json"));
        return List.of(
                "clips",
                list.toString(),
                "--format",
                "webdataset",
                "--size",
                "48x64",
                "--set",
                "output.shard.max-items=2",
                "-w",
                "1");
    }

    private static List<String> embed() throws Exception {
        Photos photos = Photos.in(folder.resolve("\u0641\u0648\u062a\u0648"));
        photos.add("I\u0307.PNG", 1);
        photos.add("\u0e20\u0e32\u0e1e.png", 2);
        photos.addBroken("\u00fcbel.png");
        return List.of("embed", photos.folder().toString(), "--format", "npy", "-w", "1");
    }

    private static List<String> landmarks() throws Exception {
        SampleHandModels models = SampleHandModels.in(folder.resolve("models"));
        Path frames = folder.resolve("frames");
        Photos.in(frames.resolve("\u062f\u0633\u062a")).add("f1.PNG", 1, Photos.Look.SQUARE, 90);
        Files.writeString(Files.createDirectories(frames.resolve("I")).resolve("f1.png"), "no picture");
        List<String> words = new ArrayList<>(List.of("landmarks", "--frames-dir", frames.toString(), "-w", "1"));
        words.addAll(models.options());
        return words;
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    /** Letters that are other ones when small, digits of their own, another calendar. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "fa-IR", "th-TH-u-ca-buddhist-nu-thai"})
    void shouldDoAndSayTheSame(String tag) throws Exception {
        for (List<String> job : jobs) {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Path output = folder.resolve("out");

            Outcome outcome = outcome(job, output);

            Outcome expected = EXPECTED.get(job.get(0));
            assertThat(outcome.said).as(tag + " " + job.get(0)).isEqualTo(expected.said);
            assertThat(outcome.files).as(tag + " " + job.get(0)).isEqualTo(expected.files);
            outcome.tree.checkSameAs(expected.tree, tag + " " + job.get(0));
        }
    }

    /** A run in the locale of now, one in no locale that goes on with it, and the verbs that tell of them. */
    private static Outcome outcome(List<String> job, Path output) throws Exception {
        Locale here = Locale.getDefault();
        remove(output);
        StringBuilder said = new StringBuilder();
        List<String> run = new ArrayList<>(job);
        run.addAll(List.of("--output", output.toString()));
        said.append(steady(say(FAILURES, run)));
        Locale.setDefault(Locale.ROOT);
        String again = say(FAILURES, run);
        assertThat(again).contains("; 0 to do; 0 stale");
        Locale.setDefault(here);
        said.append(steady(again)).append(steady(say(FAILURES, run)));
        String id = new Produced(output).manifest().get(0).get("id").asText();
        String out = output.toString();
        for (List<String> verb : List.of(
                List.of("journal", "check", out, "--outputs"),
                List.of("journal", "compact", out),
                List.of("runs", out),
                List.of("runs", out, "--csv"),
                List.of("explain", out, id),
                List.of(
                        "config",
                        RunFolder.latest(output).resolve("config.conf").toString()))) {
            said.append(say(0, verb));
        }
        said.append(inOrder(say(0, List.of("journal", "export", out))));
        said.append(say(FAILURES, List.of("errors", out)));
        said.append(say(FAILURES, List.of("errors", out, "--csv", "-")));
        return new Outcome(
                OutputTree.of(output),
                files(output),
                said.toString().replaceAll(FIGURES, "#").replaceAll(" +", " "));
    }

    private static String steady(String said) {
        return said.lines().filter(line -> line.matches(STEADY)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Records are in the order in which items ended: what fails in a decoder may pass what is still being written. */
    private static String inOrder(String said) {
        return said.lines().sorted().collect(Collectors.joining("\n", "", "\n"));
    }

    private static void remove(Path output) throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String say(int exit, List<String> words) {
        Said said = Said.by(words.toArray(String[]::new));
        assertThat(said.exit()).as(said.everything()).isEqualTo(exit);
        return said.everything();
    }

    /** The names of all files, those of the journal too. */
    private static List<String> files(Path output) throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.map(file -> output.relativize(file).toString().replaceAll("[0-9]{8}-[0-9]{6}(-[0-9]+)?", "RUN"))
                    .sorted()
                    .toList();
        }
    }
}
