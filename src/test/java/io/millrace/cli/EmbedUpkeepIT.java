package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.SmallDisk;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of an output of {@code embed} whose database another process holds, and of one whose disk is full.
 */
@Timeout(300)
class EmbedUpkeepIT {

    private static final int PICTURES = 6;

    @TempDir
    private static Path folder;

    private static Photos photos;

    @TempDir
    private Path mountPoint;

    @BeforeAll
    static void makePictures() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(PICTURES);
    }

    @Test
    void shouldSayThatAnotherProcessHasTheDatabase() throws Exception {
        run(75, "embed", "photos", "--output", "held", "--limit", "3");
        try (Connection held = new Vectors(folder.resolve("held")).connect()) {
            assertThat(held.isClosed()).isFalse();
            BinRun.Ended ended = run(74, "embed", "photos", "--output", "held");
            assertThat(ended.err())
                    .contains("embeddings.duckdb is in use by another process; let that end first")
                    .doesNotContain("\tat ");
        }
        run(0, "embed", "photos", "--output", "held");
        assertThat(new Vectors(folder.resolve("held")).paths()).isEqualTo(photos.names());
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(mountPoint, 48)) {
            Path output = disk.folder().resolve("out");
            run(75, "embed", "photos", "--output", output.toString(), "--limit", "1", "--set", "journal.free-space=0");
            disk.fill(0);
            BinRun.Ended full =
                    run(74, "embed", "photos", "--output", output.toString(), "--set", "journal.free-space=0");
            assertThat(full.err()).containsIgnoringCase("no space left on ").doesNotContain("\tat ");
            disk.free();
            run(0, "embed", "photos", "--output", output.toString(), "--set", "journal.free-space=0");
            assertThat(new Vectors(output).paths()).isEqualTo(photos.names());
        }
    }

    private static BinRun.Ended run(int exit, String... words) throws Exception {
        BinRun.Ended ended = BinRun.of(words).in(folder).run();
        assertThat(ended.exit())
                .as(String.join(" ", words) + "\n" + ended.everything())
                .isEqualTo(exit);
        return ended;
    }
}
