package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.item.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 12 MiB that fills up: needs the right to mount one. */
@Timeout(60)
final class FullDiskTest {

    @TempDir
    Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount a small tmpfs");
    }

    /** Chronicle lets go of its mapped memory on a thread of its own, a little after the journal was closed. */
    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> run("umount", disk.toString()) == 0);
        }
    }

    @Test
    void shouldStopWithSentenceAndResumeWhenTheDiskIsFull() throws Exception {
        Path output = disk.resolve("out");
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[6 << 20]);
        long acknowledged = fill(output);
        assertThat(acknowledged).isGreaterThan(1000);

        try (JournalChild child = JournalChild.start(output, "hold", JournalChild.ACCESS)) {
            assertThat(child.line()).startsWith("refused IO cannot open the journal in " + output);
            assertThat(child.exit()).isEqualTo(9);
        }
        Files.delete(ballast);
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.items(Status.DONE)).isGreaterThan(acknowledged);
            for (long i = 0; i <= acknowledged; i++) {
                assertThat(journal.find(JournalChild.id(i))).isNotNull();
            }
            assertThat(journal.replay().missing()).isZero();
        }
    }

    /** Appends until the disk is full; the last item that was acknowledged. */
    private static long fill(Path output) throws Exception {
        try (JournalChild child = JournalChild.start(output, "append", JournalChild.ACCESS)) {
            List<String> lines = child.rest();
            assertThat(child.exit()).isEqualTo(9);
            assertThat(output.resolve("hs_err.log")).doesNotExist();
            assertThat(lines.get(lines.size() - 1))
                    .startsWith("refused IO cannot write the journal in " + output)
                    .contains("No space left on device");
            return Long.parseLong(lines.get(lines.size() - 2));
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
