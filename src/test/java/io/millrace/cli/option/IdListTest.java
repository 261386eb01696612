package io.millrace.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.ItemId;
import io.millrace.run.process.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdListTest {

    @TempDir
    private Path folder;

    @Test
    void shouldTakeWordsBetweenCommas() throws Exception {
        assertThat(IdList.of("a/b, c,,")).containsExactly(new ItemId("a/b"), new ItemId("c"));
    }

    @Test
    void shouldTakeTheLinesOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("ids"), "a,b\n\nc\n");

        assertThat(IdList.of(file.toString())).containsExactly(new ItemId("a,b"), new ItemId("c"));
    }

    @Test
    void shouldTakeTheIdsOfObjects() throws Exception {
        Path file =
                Files.writeString(folder.resolve("failures.jsonl"), "{\"id\":\"a\",\"class\":\"X\"}\n{\"id\":\"b\"}\n");

        assertThat(IdList.of(file.toString())).containsExactly(new ItemId("a"), new ItemId("b"));
    }

    @Test
    void shouldRefuseWhatNamesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("other.jsonl"), "{\"name\":\"a\"}\n");

        assertThatThrownBy(() -> IdList.of(file.toString())).hasMessageContaining("no object with an \"id\"");
        assertThatThrownBy(() -> IdList.of(" , ")).hasMessage("--ids  ,  names no item");
    }

    @Test
    void shouldRefuseWhatIsNoIdOfAnything() {
        assertThatThrownBy(() -> IdList.of("a," + "n".repeat(5000)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("longer than 4096 bytes");
        assertThatThrownBy(() -> IdList.one("")).isInstanceOf(Refusal.class).hasMessage("an item id is empty");
    }
}
