package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A search finds what another process has written while that process is still at work. */
@Timeout(300)
class SearchIT {

    @TempDir
    private static Path folder;

    @Test
    void shouldFindWhatIsThereWhileARunIsAtWork() throws Exception {
        Photos many = Photos.in(folder.resolve("many")).add(20);
        Path query = many.add("0-first.png", 500);
        Files.copy(query, many.folder().resolve("~waits.png"));
        Path output = folder.resolve("beside");
        Gate gate = Gate.before("~waits.png");
        BinRun.Going going = gate.with(
                        BinRun.of("embed", many.folder().toString(), "--output", output.toString(), "-w", "1"))
                .start();
        try {
            going.awaitItems(output, null);
            String found = "";
            while (found.isEmpty() && going.process().isAlive()) {
                Said ended = Said.by("search", output.toString(), "--image", query.toString(), "-k", "1");
                assertThat(ended.exit()).as(ended.everything()).isIn(0, 69); // no vectors yet
                found = ended.out();
            }
            assertThat(going.process().isAlive()).as("the run is still at work").isTrue();
            assertThat(found).isEqualTo("1.0000\t0-first.png\n");
        } finally {
            gate.open();
        }
        BinRun.Ended ended = going.await(60);
        assertThat(ended.exit()).as(ended.everything()).isZero();
    }
}
