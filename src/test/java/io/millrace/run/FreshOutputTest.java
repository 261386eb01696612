package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.journal.Durability;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.record.RunHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshOutputTest {

    private static final RunHeader RUN = new RunHeader("run", "clips", "0", "", "1.0", "");

    @TempDir
    private Path folder;

    private Path output;
    private JournalSettings apart;

    @BeforeEach
    void name() {
        output = folder.resolve("out");
        apart = new JournalSettings(
                Durability.PROCESS,
                Duration.ofMillis(20),
                folder.resolve("journal").toString());
    }

    @Test
    void shouldDoNothingWhenThereIsNothing() throws Exception {
        FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {});
        assertThat(output).doesNotExist();

        Files.createDirectory(output);
        FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {});
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void shouldLeaveWhatNoRunHasMade() throws Exception {
        Path photo = Files.createFile(Files.createDirectory(output).resolve("photo.jpg"));
        FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {});
        assertThat(photo).exists();

        written(output, JournalSettings.DEFAULT);
        FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {});
        assertThat(photo).exists();
        assertThat(runs(output, JournalSettings.DEFAULT)).isZero();
    }

    @Test
    void shouldForgetNothingWhenNobodyAsks() throws Exception {
        written(output, JournalSettings.DEFAULT);

        FreshOutput.prepare(output, JournalSettings.DEFAULT, false, sentence -> {});

        assertThat(runs(output, JournalSettings.DEFAULT)).isEqualTo(1);
    }

    @Test
    void shouldDeleteNothingWhileAnotherHoldsTheOutput() throws Exception {
        try (Journal journal = Journal.open(output, RUN, JournalSettings.DEFAULT)) {
            assertThat(journal).isNotNull();

            assertThatThrownBy(() -> FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {}))
                    .isInstanceOf(JournalException.class);
        }
        assertThat(runs(output, JournalSettings.DEFAULT)).isEqualTo(1);
    }

    @Test
    void shouldEmptyTheFolderWhenTheOutputIsALinkToIt() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(output, real);
        written(output, JournalSettings.DEFAULT);

        FreshOutput.prepare(output, JournalSettings.DEFAULT, true, sentence -> {});

        assertThat(output).isSymbolicLink();
        assertThat(runs(real, JournalSettings.DEFAULT)).isZero();
    }

    @Test
    void shouldForgetAJournalThatLiesApart() throws Exception {
        written(output, apart);

        FreshOutput.prepare(output, apart, true, sentence -> {});

        assertThat(runs(output, apart)).isZero();
        written(output, apart);
        assertThat(runs(output, apart)).isEqualTo(1);
    }

    @Test
    void shouldDeleteNothingWhenTheJournalIsAnotherOutputs() throws Exception {
        Path other = folder.resolve("other");
        written(other, apart);
        written(output, JournalSettings.DEFAULT);

        assertThatThrownBy(() -> FreshOutput.prepare(output, apart, true, sentence -> {}))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("belongs to another output than " + output);

        assertThat(runs(output, JournalSettings.DEFAULT)).isEqualTo(1);
        assertThat(runs(other, apart)).isEqualTo(1);
    }

    /** An output after a run. */
    private static void written(Path output, JournalSettings journal) throws Exception {
        Journal.open(output, RUN, journal).close();
    }

    private static int runs(Path output, JournalSettings journal) throws Exception {
        try (JournalView view = JournalView.open(output, journal)) {
            return view.replay().runs();
        }
    }
}
