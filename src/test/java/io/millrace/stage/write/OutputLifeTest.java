package io.millrace.stage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lives of outputs. {@code -Dmillrace.lives=10000 -Dmillrace.first-life=1} chooses others: {@code perf/lives} does
 * that.
 */
@Timeout(7200)
class OutputLifeTest {

    private static final long FIRST = Long.getLong("millrace.first-life", 1);
    private static final long COUNT = Long.getLong("millrace.lives", 200);

    /** Opening a journal is waiting for the most part. */
    private static final int AT_ONCE = 8;

    private static final int MOST_TOLD = 5;

    @Test
    void shouldFindWhatTheMapSaysWhateverHappens() throws Exception {
        Path folder = memory();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<String>> lives = LongStream.range(FIRST, FIRST + COUNT)
                    .<Callable<String>>mapToObj(seed -> () -> fault(seed, folder))
                    .toList();
            List<String> faults = new ArrayList<>();
            for (Future<String> life : workers.invokeAll(lives)) {
                if (life.get() != null && faults.size() < MOST_TOLD) {
                    faults.add(life.get());
                }
            }
            assertThat(faults).isEmpty();
        } finally {
            workers.shutdownNow();
            Files.deleteIfExists(folder);
        }
    }

    /** With its seed and the acts that it takes; null if there is none. */
    private static String fault(long seed, Path folder) throws IOException {
        OutputLife.Sink sink = OutputLife.sink(seed);
        if (OutputLife.fault(sink, OutputLife.acts(seed), folder) == null) {
            return null;
        }
        List<OutputLife.Act> acts = OutputLife.shrunken(sink, OutputLife.acts(seed), folder);
        return "seed " + seed + ": " + sink + " " + acts + "\n  " + OutputLife.fault(sink, acts, folder);
    }

    /** No power is cut here, and thousands of runs would wait for the disk most of their time. */
    private static Path memory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "millrace-")
                : Files.createTempDirectory("millrace-");
    }
}
