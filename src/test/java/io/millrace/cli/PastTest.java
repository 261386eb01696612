package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an earlier version has left is whole to this one, nothing of it is stale, and it ends as if this one had made
 * all of it. Where results change on purpose the old ones are stale on purpose: then that version is frozen anew, and
 * the release says so.
 */
@Timeout(120)
class PastTest {

    private static final int FAILURES = 3;

    private static final String STORE = "embeddings.duckdb";

    @TempDir
    private static Path folder;

    /** The output of a run of this version, by what it is of. */
    private static final Map<String, Path> AFRESH = new HashMap<>();

    private static final Set<Path> INPUTS = new HashSet<>();

    private final PrintStream stdout = System.out;
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        PrintStream listening = new PrintStream(said, true, UTF_8);
        System.setOut(listening);
        System.setErr(listening);
    }

    @AfterEach
    void restore() {
        System.setOut(stdout);
        System.setErr(stderr);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.cli.Past#all")
    void shouldGoOnWithWhatAnEarlierVersionHasLeft(Past past) throws Exception {
        Path output = folder.resolve(past.toString());
        past.putOutput(output);

        millrace(0, "journal", "check", "--outputs", output.toString());
        assertThat(plan(past, input(past), output)).contains("; 0 stale");
        assertThat(plan(past, touchedInput(past), output)).contains("; 0 stale");
        assertThat(run(past, output)).contains("resume  ", "; 0 stale");
        checkSame(output, afresh(past));
        assertThat(run(past, output)).contains("; 0 to do; 0 stale");
        millrace(0, "journal", "check", "--outputs", output.toString());
    }

    private Path afresh(Past past) throws Exception {
        String name = past.version().getFileName() + " " + past.job() + " " + past.format();
        if (!AFRESH.containsKey(name)) {
            Path output = folder.resolve(name);
            run(past, output);
            AFRESH.put(name, output);
        }
        return AFRESH.get(name);
    }

    private static void checkSame(Path output, Path afresh) throws Exception {
        OutputTree tree = OutputTree.of(output);
        checkSameRows(output, afresh, tree.names().contains(STORE));
        tree.without(STORE::equals).checkSameAs(OutputTree.of(afresh).without(STORE::equals), output.toString());
    }

    /** Of a store nobody sees the order of rows, and when they were written. */
    private static void checkSameRows(Path output, Path afresh, boolean visible) throws Exception {
        String store = visible ? "" : ".millrace/embeddings";
        if (Files.exists(output.resolve(store).resolve(STORE))) {
            assertThat(new Vectors(output.resolve(store)).rows())
                    .isNotEmpty()
                    .isEqualTo(new Vectors(afresh.resolve(store)).rows());
        }
    }

    private String plan(Past past, Path input, Path output) throws IOException {
        List<String> words = past.command(input, output);
        words.add(0, "plan");
        return millrace(0, words.toArray(String[]::new));
    }

    private String run(Past past, Path output) throws IOException {
        List<String> words = past.command(input(past), output);
        words.addAll(List.of("-w", "2", "--report", "none"));
        return millrace(FAILURES, words.toArray(String[]::new));
    }

    /** With the dates that it had then. */
    private static Path input(Past past) throws IOException {
        Path input = folder.resolve(past.version().getFileName() + " " + past.job());
        if (INPUTS.add(input)) {
            past.putInput(input);
        }
        return input;
    }

    /** As a copy without dates leaves it. */
    private static Path touchedInput(Past past) throws IOException {
        Path input = folder.resolve(past.version().getFileName() + " " + past.job() + " touched");
        if (INPUTS.add(input)) {
            past.putInput(input);
            try (Stream<Path> all = Files.walk(input)) {
                for (Path path : all.toList()) {
                    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2027-03-04T05:06:07Z")));
                }
            }
        }
        return input;
    }

    private String millrace(int exit, String... words) {
        said.reset();
        int ended = Main.run(words);
        String everything = said.toString(UTF_8);
        assertThat(ended).as(String.join(" ", words) + "\n" + everything).isEqualTo(exit);
        return everything;
    }
}
