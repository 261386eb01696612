package io.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "Too many open files, OPEN_FILES, ulimit -n",
        "x.so: cannot open shared object file: Too many open files, OPEN_FILES, ulimit -n",
        "Too many open files in system, SYSTEM_FILES, fs.file-max",
        "unable to create native thread: possibly out of memory or process/resource limits reached, THREADS, ulimit -u",
        "Map failed, MEMORY, memory",
        "x.so: failed to map segment from shared object, MEMORY, memory",
        "File too large, FILE_SIZE, --output",
        "Disk quota exceeded, QUOTA, quota",
        "No space left on device, SPACE, free some space"
    })
    void shouldKnowALimitByTheWordsOfTheSystem(String words, Shortage shortage, String advice) {
        assertThat(Shortage.of(new IOException(words))).isEqualTo(shortage);
        assertThat(Shortage.of(new IllegalStateException("riddle", new FileSystemException("/x", null, words))))
                .isEqualTo(shortage);
        assertThat(shortage.sentence()).contains(advice);
    }

    @Test
    void shouldLeaveOtherFailuresAlone() {
        assertThat(Shortage.of(new IOException("Permission denied"))).isNull();
        assertThat(Shortage.of(new OutOfMemoryError("Java heap space"))).isNull();
        assertThat(Shortage.of(new IOException((String) null))).isNull();
        IOException ring = new IOException("ring");
        ring.initCause(new IOException("ring", ring));
        assertThat(Shortage.of(ring)).isNull();
    }

    /** The words are the same; only the number of files tells them apart. Needs the right to mount. */
    @Test
    void shouldTellADiskWithoutFilesFromOneWithoutSpace() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m,nr_inodes=100", "tmpfs", folder.toString()) == 0,
                "needs the right to mount a small tmpfs");
        try {
            Path file = folder.resolve("more");
            assertThat(Shortage.of(full(file))).isEqualTo(Shortage.SPACE);
            for (int i = 0; i < 90; i++) {
                Files.createFile(folder.resolve("file-" + i));
            }
            assertThat(Shortage.of(full(file))).isEqualTo(Shortage.FILES);
            assertThat(Shortage.FILES.sentence())
                    .contains("takes no more files")
                    .doesNotContain("free some space");
        } finally {
            run("umount", folder.toString());
        }
    }

    private static IOException full(Path file) {
        return new FileSystemException(file.toString(), null, "No space left on device");
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
