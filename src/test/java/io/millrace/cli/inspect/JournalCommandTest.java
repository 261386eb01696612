package io.millrace.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Main;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import io.millrace.run.process.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalCommandTest {

    @TempDir
    private Path output;

    private final PrintStream stdout = System.out;
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream refused = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(refused, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(stdout);
        System.setErr(stderr);
    }

    @Test
    void shouldCheckRepairCompactAndExport() throws Exception {
        write();
        assertThat(journal("check")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("2 = 0 done + 2 empty + 0 failed", "gen-00000001", "4 records", "nothing to repair");

        assertThat(journal("compact")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("compacted: 2.3 MiB of records are now 0.0 MiB");

        Path snapshot = output.resolve(".millrace/snapshot-00000001");
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
        assertThat(journal("check")).isEqualTo(ExitCode.IO.code());
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("DAMAGED: 1 lost", "committed work lost: 1 record");
        assertThat(journal("repair")).isEqualTo(ExitCode.IO.code());
        assertThat(refused.toString(StandardCharsets.UTF_8)).contains("committed work lost", "--accept-loss");
        assertThat(journal("repair", "--accept-loss")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("repaired: ");
        assertThat(journal("check")).isZero();
        assertThat(journal("repair")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("there was nothing to repair");

        printed.reset();
        assertThat(journal("export")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"")
                .endsWith("}\n");
    }

    @Test
    void shouldHaveResultsMadeAgainThatAreNotAsTheyWereRecorded() throws Exception {
        Files.createDirectories(output.resolve("a"));
        Files.writeString(output.resolve("a/text.txt"), "hello");
        CRC32C crc = new CRC32C();
        crc.update("hello".getBytes(StandardCharsets.UTF_8));
        write(name -> Outcome.done(List.of(new Artifact(name + "/text.txt", 5, (int) crc.getValue()))));
        assertThat(journal("check", "--outputs")).isEqualTo(ExitCode.IO.code());
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("not as recorded: b", "those of 1 item")
                .doesNotContain("not as recorded: a");

        assertThat(journal("repair", "--outputs")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("1 item forgotten");
        printed.reset();
        assertThat(journal("check", "--outputs")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("1 = 1 done", "all as they were recorded");
        Files.writeString(output.resolve("a/text.txt"), "hallo");
        assertThat(journal("check", "--outputs")).isEqualTo(ExitCode.IO.code());
    }

    @Test
    void shouldSayWhatIsWrongWhenThereIsNoJournal() {
        assertThat(journal("check")).isEqualTo(ExitCode.IO.code());
        assertThat(refused.toString(StandardCharsets.UTF_8)).contains("there is no journal in " + output);
        assertThat(Main.run("journal")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("journal", "check")).isEqualTo(ExitCode.USAGE.code());
    }

    private void write() throws Exception {
        write(name -> Outcome.EMPTY);
    }

    private void write(Function<String, Outcome> outcomes) throws Exception {
        RunHeader run = new RunHeader("run", "clips", "0", "", "1.0", "");
        try (Journal journal = Journal.open(output, run, JournalSettings.DEFAULT)) {
            for (String name : new String[] {"a", "b"}) {
                ItemId id = new ItemId(name);
                long ordinal = journal.listing().ordinalOf(id, name);
                journal.append(new Entry(id, outcomes.apply(name), 1, Identity.NONE, "0", ordinal));
            }
        }
    }

    private int journal(String verb, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "journal";
        words[1] = verb;
        System.arraycopy(options, 0, words, 2, options.length);
        words[words.length - 1] = output.toString();
        return Main.run(words);
    }
}
