package io.millrace.run.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.cli.Main;
import io.millrace.cli.Pairs;
import io.millrace.cli.Said;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No verb takes an answer that does not arrive for a success. */
@Timeout(300)
class UnwritableOutputTest {

    private static final Path FULL = Path.of("/dev/full");
    private static final int BUFFER_BYTES = 8192;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void run() throws Exception {
        assumeTrue(Files.exists(FULL), "needs /dev/full");
        Pairs pairs = new Pairs();
        pairs.add(
                "good",
                SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 96, 64, 8)
                        .file());
        pairs.addBad("bad", folder.resolve("bad.mp4"));
        pairs.write(folder.resolve("pairs.json"));
        Said.with(3, words("clips PAIRS --output OUT --size 48x64"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal export OUT",
                "journal check OUT",
                "runs OUT",
                "runs OUT --json",
                "config clips",
                "errors OUT",
                "errors OUT --json",
                "errors OUT --csv -",
                "explain OUT good",
                "version",
                "--help",
                "clips PAIRS --output OUT --size 48x64"
            })
    void shouldSayThatTheAnswerIsLost(String line) throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = runIntoFull(words(line), new PrintStream(err, true, UTF_8));

        String said = err.toString(UTF_8);
        assertThat(exit).as(said).isEqualTo(74);
        assertThat(said.lines().filter(each -> each.startsWith("standard output cannot be written: ")))
                .as(said)
                .hasSize(1);
        assertThat(said).doesNotContain("\tat ", "Exception");
    }

    /** As a process does whose standard output is a full disk. */
    private static int runIntoFull(String[] words, PrintStream told) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (FileOutputStream full = new FileOutputStream(FULL.toFile())) {
            StandardOutput output = new StandardOutput(full);
            System.setOut(new PrintStream(new BufferedOutputStream(output, BUFFER_BYTES), true, UTF_8));
            System.setErr(told);
            return output.code(Main.run(words));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" "))
                .map(word -> switch (word) {
                    case "OUT" -> folder.resolve("out").toString();
                    case "PAIRS" -> folder.resolve("pairs.json").toString();
                    default -> word;
                })
                .toArray(String[]::new);
    }
}
