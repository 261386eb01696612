package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.output.RunFolder;
import io.millrace.jobs.letters.LettersJob;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job of two phases that the program finds by its line alone is there wherever the others are. */
@Timeout(300)
class JobOfTestsTest {

    private static final int FAILURES = 3;
    private static final long KILL_AFTER_MS = 100;

    @TempDir
    Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private Path services;
    private Path texts;
    private Path output;

    /** Its line, on a class path of its own: other tests do not see it. */
    @BeforeEach
    void addItsLine() throws IOException {
        services = folder.resolve("services");
        Path line = services.resolve("META-INF/services/io.millrace.jobs.Job");
        Files.createDirectories(line.getParent());
        Files.writeString(line, LettersJob.class.getName() + "\n");
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {services.toUri().toURL()}, before));
        texts = Files.createDirectories(folder.resolve("texts"));
        output = folder.resolve("out");
        for (int i = 0; i < 3; i++) {
            Files.writeString(texts.resolve("t" + i + ".txt"), "Ada and Bab");
        }
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void shouldStandInHelpAndCompletion() {
        assertThat(say(0, "--help")).contains("Jobs: clips, embed", "letters most OUT", "which letter occurs most");
        assertThat(say(0, "letters", "--help")).contains("--fold=F", "letters: the folder of texts");
        assertThat(say(0, "letters", "most", "--help")).contains("bin/run letters most", "--top=VALUE");
        assertThat(say(0, "completion", "bash")).contains("_picocli_millrace_letters", "\"most\"");
    }

    @Test
    void shouldBeginWithSettingsAndPlan() throws Exception {
        Path conf = folder.resolve("mine.conf");
        say(0, "init", "letters", conf.toString());
        assertThat(conf).content().contains("texts = \"texts\"", "# Whether large letters count", "# fold = lower");
        Files.writeString(conf, Files.readString(conf).replace("\"texts\"", "\"" + texts + "\""));
        assertThat(say(0, "validate", conf.toString())).contains("letters");
        assertThat(say(0, "plan", conf.toString()))
                .contains("texts -> how often", "source --8--> read x", "count, then sum", "3 found", "3 to do");
        assertThat(say(0, "config", "letters")).contains("fold = lower");
        assertThat(say(78, "clips", "pairs.json", "--fold", "keep")).contains("--fold has no effect on clips");
        assertThat(say(78, "letters", texts.toString(), "--set", "letters.hold=keep"))
                .contains("did you mean 'fold'");
    }

    @Test
    void shouldTryFiles() {
        assertThat(say(0, "try", "letters", texts.resolve("t0.txt").toString(), "--fold", "keep"))
                .containsPattern("read .* t0.txt  6 letters");
        assertThat(say(2, "try", "letters", texts.resolve("t0.txt").toString(), "--draw"))
                .contains("--draw is not for letters");
    }

    @Test
    void shouldRunBothPhasesAndTellThemApart() throws Exception {
        Files.writeString(texts.resolve("t9.txt"), "12");

        String said = say(FAILURES, "letters", texts.toString(), "--output", output.toString());

        assertThat(said)
                .contains("4 total = 3 done", "failed  t9.txt  NoLetters")
                .containsPattern("phases +count .*4 total = 3 done")
                .containsPattern("sum .*4 total = 4 done")
                .containsPattern("sum/add +x");
        assertThat(output.resolve("sums/b.txt")).hasContent("b 6");
        assertThat(output.resolve("manifest.jsonl"))
                .content()
                .contains("t0.txt")
                .doesNotContain("sums/");
        assertThat(say(0, "letters", "most", output.toString(), "--top", "2")).contains("a 12", "b 6");
        assertThat(say(0, "explain", output.toString(), "t0.txt")).contains("t0.txt is DONE", "counts/t0.txt.txt");
        assertThat(say(0, "explain", output.toString(), "b"))
                .contains("phase     sum", "b is DONE", "sums/b.txt", "a run leaves it as it is");
        assertThat(say(FAILURES, "errors", output.toString())).contains("write something into the file: bin/run retry");
        assertThat(say(0, "journal", "check", output.toString(), "--outputs")).contains("in the phase sum");
        assertThat(summary().findPath("phases").findValuesAsText("name")).containsExactly("count", "sum");
        assertThat(RunFolder.latest(output).resolve("report.html"))
                .content()
                .contains("id=\"phases\"", "sum/add", "count/read");
        assertNothingLeftToDo();
    }

    @Test
    void shouldNameThePhaseInTheStream() {
        List<String> progress = say(0, "letters", texts.toString(), "--output", output.toString(), "--json")
                .lines()
                .filter(line -> line.contains("\"type\":\"progress\""))
                .toList();
        assertThat(progress.get(progress.size() - 1)).contains("\"phase\":\"sum\"");
    }

    /** What a later phase has lost is missed like what the first has. */
    @Test
    void shouldLookAfterTheJournalOfALaterPhase() throws Exception {
        say(0, "letters", texts.toString(), "--output", output.toString());
        Path records = output.resolve(".millrace/phases/sum/gen-00000001");
        try (var files = Files.list(records)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(records);

        assertThat(say(74, "journal", "check", output.toString())).contains("gen-00000001 is gone");
        assertThat(say(74, "letters", texts.toString(), "--output", output.toString()))
                .contains("committed work lost");
        assertThat(say(0, "letters", texts.toString(), "--output", output.toString(), "--accept-loss"))
                .containsPattern("sum .*4 total = 4 done \\+");
        assertThat(say(0, "journal", "check", output.toString())).contains("nothing to repair");
    }

    @Test
    void shouldBeginAnewWithoutAnythingOfALaterPhase() {
        say(0, "letters", texts.toString(), "--output", output.toString());
        String said = say(0, "letters", texts.toString(), "--output", output.toString(), "--fresh", "--yes");
        assertThat(said).doesNotContain("earlier runs").contains("4 total = 4 done");
    }

    /** In its second phase, by the system: a run of the same command resumes in that phase. */
    @Test
    void shouldResumeInThePhaseInWhichItWasKilled() throws Exception {
        Path errors = folder.resolve("errors");
        List<String> command = command("--set", "letters.pause=300ms", "-w", "1");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        while (!Files.exists(output.resolve("sums/a.txt"))) {
            assertThat(process.isAlive()).as(Files.readString(errors)).isTrue();
            Thread.sleep(KILL_AFTER_MS);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        String said = say(0, "letters", texts.toString(), "--output", output.toString());

        assertThat(said).contains("resume  3 of 3 done in 1 run");
        JsonNode phases = summary().path("phases");
        assertThat(phases.get(0).at("/items/resumed").asInt()).isEqualTo(3);
        assertThat(phases.get(1).at("/items/resumed").asInt()).isBetween(1, 3);
        assertThat(phases.get(1).at("/items/total").asInt()).isEqualTo(4);
        assertThat(say(0, "letters", "most", output.toString())).contains("a 12");
        assertNothingLeftToDo();
    }

    private void assertNothingLeftToDo() throws IOException {
        int exit = summary().path("exit").asInt();
        say(exit, "letters", texts.toString(), "--output", output.toString());
        for (JsonNode phase : summary().path("phases")) {
            assertThat(phase.at("/items/done").asInt()).isZero();
            assertThat(phase.at("/items/resumed").asInt()).isPositive();
        }
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper()
                .readTree(RunFolder.latest(output).resolve("summary.json").toFile());
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", services + ":" + System.getProperty("java.class.path"), "io.millrace.cli.Main"));
        command.addAll(List.of("letters", texts.toString(), "--output", output.toString()));
        command.addAll(List.of(more));
        return command;
    }

    private static String say(int exit, String... words) {
        Said said = Said.by(words);
        assertThat(said.exit()).as(said.everything()).isEqualTo(exit);
        return said.everything();
    }
}
