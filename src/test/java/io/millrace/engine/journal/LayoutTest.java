package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.journal.record.RunHeader;
import io.millrace.engine.upkeep.JournalCheck;
import io.millrace.engine.upkeep.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How results lie in an output is recorded where it cannot be lost unseen. */
final class LayoutTest {

    private static final String FOLDERS = "a folder for each item";
    private static final String SHARDS = "shards of 10 items";

    @TempDir
    Path output;

    @Test
    void shouldHoldAnOutputToTheLayoutOfItsFirstRun() throws Exception {
        run(FOLDERS);
        run(FOLDERS);

        assertThatThrownBy(() -> run(SHARDS))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(
                        output + " holds a folder for each item, but these settings make shards of 10 items")
                .hasMessageContaining("--fresh")
                .extracting("kind")
                .isEqualTo(JournalException.Kind.SETUP);
        try (JournalView view = JournalView.open(output, JournalSettings.DEFAULT)) {
            view.requireLayout(FOLDERS);
            assertThatThrownBy(() -> view.requireLayout(SHARDS)).hasMessageContaining("holds a folder for each item");
        }
    }

    @Test
    void shouldRememberItWhenTheJournalIsCompactedAndWhenARunWritesNothing() throws Exception {
        run(SHARDS);
        run("");
        run("");
        new Upkeep(output, Outputs.NONE).compact();

        assertThat(check().layout()).isEqualTo(SHARDS);
        assertThatThrownBy(() -> run(FOLDERS)).hasMessageContaining("holds shards of 10 items");
    }

    /** Earlier versions had a file for it. */
    @Test
    void shouldTakeOverTheFileOfAnEarlierVersion() throws Exception {
        run("");
        Path file = Files.writeString(output.resolve(".millrace/layout"), FOLDERS + "\n");

        assertThatThrownBy(() -> run(SHARDS))
                .hasMessageContaining(file + " says so")
                .hasMessageNotContaining("--fresh");
        run("");
        assertThat(file).as("no run says it yet").exists();
        run(FOLDERS);
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> run(SHARDS)).hasMessageContaining("--fresh");
    }

    @Test
    void shouldFindAFileThatSaysOtherwise() throws Exception {
        run(FOLDERS);
        Files.writeString(output.resolve(".millrace/layout"), SHARDS);

        assertThat(check().findings()).singleElement().asString().contains(SHARDS, FOLDERS);
        run(FOLDERS);
        assertThat(check().whole()).isTrue();
    }

    private JournalCheck check() throws JournalException {
        return new Upkeep(output, Outputs.NONE).check(entry -> {});
    }

    private void run(String layout) throws JournalException {
        RunHeader header = new RunHeader("run", "clips", Samples.FINGERPRINT, "", "1.0", layout);
        Journal.open(output, header, JournalSettings.DEFAULT).close();
    }
}
