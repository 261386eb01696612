package io.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDelayTest {

    @TempDir
    private Path processes;

    @Test
    void shouldTellHowLongTheThreadOfTheCallWasReadyWithoutAProcessor() throws Exception {
        Files.createDirectories(processes.resolve("12/task/34"));
        Files.createSymbolicLink(processes.resolve("thread-self"), Path.of("12/task/34"));
        RunDelay delay = RunDelay.ofCurrentThread(processes);
        assertThat(delay.ns()).isEqualTo(RunDelay.UNKNOWN);

        figures("7000 400 3\n");
        assertThat(delay.ns()).isEqualTo(400);
        figures("7000 500 4\n");
        assertThat(delay.ns()).isEqualTo(500);
    }

    /** Zeros are what a kernel says that does not count. */
    @ParameterizedTest
    @ValueSource(strings = {"0 0 0\n", "", "7", "7 x 3"})
    void shouldNotKnowWhatTheSystemDoesNotTell(String figures) throws Exception {
        Files.createDirectories(processes.resolve("12/task/34"));
        Files.createSymbolicLink(processes.resolve("thread-self"), Path.of("12/task/34"));
        figures(figures);
        assertThat(RunDelay.ofCurrentThread(processes).ns()).isEqualTo(RunDelay.UNKNOWN);
    }

    @Test
    void shouldNotKnowWhereThereIsNoSuchSystem() {
        assertThat(RunDelay.ofCurrentThread(processes.resolve("none")).ns()).isEqualTo(RunDelay.UNKNOWN);
    }

    /** The figures are the thread's own, not those of whoever asks. */
    @Test
    void shouldFollowTheThreadThatAskedForIt() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "needs Linux's schedstat");
        RunDelay[] other = new RunDelay[1];
        Thread thread = new Thread(() -> other[0] = RunDelay.ofCurrentThread());
        thread.start();
        thread.join();
        assertThat(RunDelay.ofCurrentThread().ns()).isNotNegative();
        // The system takes its thread away a moment after Java's has ended.
        await().untilAsserted(() ->
                assertThat(other[0].ns()).as("its thread has ended").isEqualTo(RunDelay.UNKNOWN));
    }

    private void figures(String text) throws Exception {
        Files.writeString(processes.resolve("12/task/34/schedstat"), text);
    }
}
