package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.journal.JournalFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputStateTest {

    @TempDir
    private Path output;

    private OutputState state;

    @BeforeEach
    void open() throws Exception {
        JournalFolder.of(output, null).create();
        state = new OutputState(output);
    }

    @Test
    void shouldClaimWhatIsNotThereOrIsOursAndNothingElse() throws Exception {
        Files.writeString(output.resolve("theirs.tar"), "x");

        assertThat(state.claim("theirs.tar")).isFalse();
        assertThat(state.claim("ours.tar")).isTrue();
        Files.writeString(output.resolve("ours.tar"), "x");
        assertThat(state.claim("ours.tar")).isTrue();

        state.eraseClaimed();
        assertThat(output.resolve("ours.tar")).doesNotExist();
        assertThat(output.resolve("theirs.tar")).exists();
    }
}
