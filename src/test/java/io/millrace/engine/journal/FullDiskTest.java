package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.SmallDisk;
import io.millrace.engine.item.Outcome.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, 12);
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            mounted.close();
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
}
