package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyTimesTest {

    private static final List<String> STAGES = List.of("source", "decode", "decode-exactly", "write");

    @TempDir
    private Path threads;

    @Test
    void shouldKnowTheStageOfAThreadByItsName() {
        assertThat(ReadyTimes.stageOf("decode-0", STAGES)).isEqualTo("decode");
        assertThat(ReadyTimes.stageOf("decode-exactly-", STAGES)).isEqualTo("decode-exactly"); // cut after 15
        assertThat(ReadyTimes.stageOf("source", STAGES)).isEqualTo("source");
        assertThat(ReadyTimes.stageOf("C2 CompilerThre", STAGES)).isNull();
        assertThat(ReadyTimes.stageOf("decoder", STAGES)).isNull();
    }

    @Test
    void shouldAddUpWhatTheThreadsOfAStageHaveWaited() throws Exception {
        thread("11", "decode-0", 70);
        thread("12", "decode-1", 30);
        thread("13", "write-0", 5);
        thread("14", "GC Thread#0", 900);
        assertThat(new ReadyTimes(threads).now(STAGES)).isEqualTo(Map.of("decode", 100L, "write", 5L));
    }

    @Test
    void shouldKeepWhatAnEndedThreadHasWaited() throws Exception {
        thread("11", "decode-0", 70);
        ReadyTimes times = new ReadyTimes(threads);
        times.now(STAGES);
        Files.delete(threads.resolve("11/comm"));
        thread("12", "decode-1", 30);
        Thread.sleep(600);
        assertThat(times.now(STAGES)).isEqualTo(Map.of("decode", 100L));
    }

    @Test
    void shouldKnowNothingWhereTheSystemDoesNotTell() {
        assertThat(new ReadyTimes(threads.resolve("none")).now(STAGES)).isEmpty();
    }

    private void thread(String id, String name, long waitedNs) throws IOException {
        Path folder = Files.createDirectories(threads.resolve(id));
        Files.writeString(folder.resolve("comm"), name + "\n");
        Files.writeString(folder.resolve("schedstat"), "1000 " + waitedNs + " 3\n");
    }
}
