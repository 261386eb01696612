package io.millrace.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lives of outputs. {@code -Dmillrace.lives=10000 -Dmillrace.acts=9 -Dmillrace.damages=1000
 * -Dmillrace.first-life=1} chooses others: {@code perf/lives} does that. {@code -Dmillrace.sink=VECTORS} writes all of
 * them to one kind of output.
 */
@Timeout(24 * 3600)
class OutputLifeTest {

    private static final long FIRST = Long.getLong("millrace.first-life", 1);
    private static final long LIVES = Long.getLong("millrace.lives", 200);
    private static final long DAMAGES = Long.getLong("millrace.damages", 40);

    /** Opening a journal is waiting for the most part. */
    private static final int AT_ONCE = 8;

    private static final int MOST_TOLD = 5;

    @Test
    void shouldFindWhatTheMapSaysWhateverHappens() throws Exception {
        assertNoFault(LIVES, OutputLife::acts);
    }

    @Test
    void shouldHealOrRefuseWhenOneFileOfAFinishedOutputIsDamaged() throws Exception {
        assertNoFault(DAMAGES, OutputLife::damage);
    }

    private static void assertNoFault(long count, LongFunction<List<OutputLife.Act>> acts) throws Exception {
        Path folder = InMemory.folder();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<String>> lives = LongStream.range(FIRST, FIRST + count)
                    .<Callable<String>>mapToObj(seed -> () -> fault(seed, acts.apply(seed), folder))
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
    private static String fault(long seed, List<OutputLife.Act> acts, Path folder) throws IOException {
        OutputLife.Sink sink = OutputLife.sink(seed);
        if (OutputLife.fault(sink, acts, folder) == null) {
            return null;
        }
        List<OutputLife.Act> fewest = OutputLife.shrunken(sink, acts, folder);
        return "seed " + seed + ": " + sink + " " + fewest + "\n  " + OutputLife.fault(sink, fewest, folder);
    }
}
