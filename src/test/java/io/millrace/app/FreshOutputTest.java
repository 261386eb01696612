package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalException;
import io.millrace.journal.JournalSettings;
import io.millrace.journal.JournalView;
import io.millrace.journal.RunHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshOutputTest {

    private static final RunHeader RUN = new RunHeader("run", "clips", "0", "", "1.0");

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
    void shouldEmptyWhatARunHasWritten() throws Exception {
        written(output, JournalSettings.DEFAULT);

        FreshOutput.empty(output, JournalSettings.DEFAULT);

        assertThat(output).isEmptyDirectory();
    }

    @Test
    void shouldDoNothingWhenThereIsNothing() throws Exception {
        FreshOutput.empty(output, JournalSettings.DEFAULT);
        assertThat(output).doesNotExist();

        Files.createDirectory(output);
        FreshOutput.empty(output, JournalSettings.DEFAULT);
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void shouldNeverEmptyAFolderThatNoRunHasWritten() throws Exception {
        Path photo = Files.createFile(Files.createDirectory(output).resolve("photo.jpg"));

        assertThatThrownBy(() -> FreshOutput.empty(output, JournalSettings.DEFAULT))
                .isInstanceOf(Refusal.class)
                .hasMessage(output + " was not written by this program, so --fresh does not empty it");
        assertThat(photo).exists();
    }

    @Test
    void shouldDeleteNothingWhileAnotherHoldsTheOutput() throws Exception {
        try (Journal journal = Journal.open(output, RUN, JournalSettings.DEFAULT)) {
            assertThat(journal).isNotNull();

            assertThatThrownBy(() -> FreshOutput.empty(output, JournalSettings.DEFAULT))
                    .isInstanceOf(JournalException.class);
        }
        assertThat(runs(output, JournalSettings.DEFAULT)).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhatLinksPointTo() throws Exception {
        Path photo = Files.createFile(folder.resolve("photo.jpg"));
        written(output, JournalSettings.DEFAULT);
        Files.createSymbolicLink(output.resolve("link"), photo);

        FreshOutput.empty(output, JournalSettings.DEFAULT);

        assertThat(output).isEmptyDirectory();
        assertThat(photo).exists();
    }

    @Test
    void shouldEmptyTheFolderWhenTheOutputIsALinkToIt() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(output, real);
        written(output, JournalSettings.DEFAULT);

        FreshOutput.empty(output, JournalSettings.DEFAULT);

        assertThat(output).isSymbolicLink();
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void shouldForgetAJournalThatLiesApart() throws Exception {
        written(output, apart);

        FreshOutput.empty(output, apart);

        assertThat(output).isEmptyDirectory();
        assertThat(runs(output, apart)).isZero();
        written(output, apart);
        assertThat(runs(output, apart)).isEqualTo(1);
    }

    @Test
    void shouldDeleteNothingWhenTheJournalIsAnotherOutputs() throws Exception {
        Path other = folder.resolve("other");
        written(other, apart);
        written(output, JournalSettings.DEFAULT);

        assertThatThrownBy(() -> FreshOutput.empty(output, apart))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("belongs to another output than " + output);

        assertThat(output.resolve("a.txt")).exists();
        assertThat(runs(other, apart)).isEqualTo(1);
    }

    /** An output after a run. */
    private static void written(Path output, JournalSettings journal) throws Exception {
        Journal.open(output, RUN, journal).close();
        Files.createFile(output.resolve("a.txt"));
    }

    private static int runs(Path output, JournalSettings journal) throws Exception {
        try (JournalView view = JournalView.open(output, journal)) {
            return view.replay().runs();
        }
    }
}
