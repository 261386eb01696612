package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        JournalFolder.create(output, null);
        state = new OutputState(output);
    }

    @Test
    void shouldHoldAnOutputToTheLayoutOfItsFirstRun() throws Exception {
        state.requireLayout("shards of 10 items");
        state.fixLayout("a folder for each item");
        state.fixLayout("a folder for each item");

        assertThatThrownBy(() -> new OutputState(output).fixLayout("shards of 10 items"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(output.toString())
                .hasMessageContaining("holds a folder for each item")
                .hasMessageContaining("--fresh");
        assertThatCode(() -> state.requireLayout("a folder for each item")).doesNotThrowAnyException();
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
