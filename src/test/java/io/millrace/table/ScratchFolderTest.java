package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldGoAwayWithWhatIsInIt() throws Exception {
        Path file;
        try (ScratchFolder folder = ScratchFolder.create(temporary)) {
            file = Files.writeString(folder.resolve("rows.duckdb"), "x");
            assertThat(file).exists();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldClearAwayWhatAKilledOwnerHasLeft() throws Exception {
        Path dead = folderOf("0-dead", Instant.now().minusSeconds(3600));
        Path young = folderOf("0-young", Instant.now());
        Path foreign = Files.createDirectory(temporary.resolve("somebody-elses"));
        Path alive = folderOf("0-alive", Instant.now().minusSeconds(3600));
        try (FileChannel lock = FileChannel.open(alive.resolve("LOCK"), StandardOpenOption.WRITE)) {
            lock.lock();
            ScratchFolder.create(temporary).close();
        }
        assertThat(temporary)
                .isDirectoryNotContaining(dead::equals)
                .isDirectoryContaining(young::equals)
                .isDirectoryContaining(alive::equals)
                .isDirectoryContaining(foreign::equals);
    }

    private Path folderOf(String owner, Instant since) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("millrace-table-" + owner));
        Files.writeString(folder.resolve("rows.duckdb"), "x");
        Files.setLastModifiedTime(Files.createFile(folder.resolve("LOCK")), FileTime.from(since));
        return folder;
    }
}
