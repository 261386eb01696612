package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stage.decode.SampleVideos;
import io.millrace.stage.decode.SampleVideos.Coding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Killed with -9 at random moments, over and over, in every format, then let through: the tree of an uninterrupted run, every
 * id once, nobody quarantined. {@code perf/crash N} has N kills of each format.
 */
@Timeout(24 * 3600)
class CrashIT {

    private static final int KILLED = 128 + 9;
    private static final int ENTRIES = 60;
    private static final int KILLS = Integer.getInteger("crash.kills", 34);

    /** After so many kills an output is finished and looked at, and a new one begun. */
    private static final int KILLS_IN_A_ROW = 12;

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static final Map<String, Produced> UNINTERRUPTED = new HashMap<>();
    private static Path manifest;
    private static long runMs;

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int kills;
    private int outputs;

    @BeforeAll
    static void makeVideos() throws Exception {
        Path good = SampleVideos.write(folder.resolve("good.mp4"), Coding.H264_MP4, 320, 240, 60)
                .file();
        Path broken = SampleVideos.truncated(good, folder.resolve("broken.mp4")).file();
        for (int i = 0; i < ENTRIES; i++) {
            if (i % 20 == 7) {
                PAIRS.addBad("set/item." + i, broken);
            } else {
                PAIRS.add("set/item." + i, good);
            }
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip4mc", "npy", "webdataset"})
    void shouldLoseNothingAndDoNothingTwice(String format) throws Exception {
        System.out.println("CrashIT " + format + ", seed " + seed);
        runUninterrupted(format);
        while (kills < KILLS) {
            crashAndFinish(format);
        }
        System.out.printf("CrashIT %s: %d kills, %d outputs, each as without a kill%n", format, kills, outputs);
    }

    private static void runUninterrupted(String format) throws Exception {
        Produced output = new Produced(folder.resolve(format + "-uninterrupted"));
        long begun = System.nanoTime();
        finish(format, output);
        runMs = (System.nanoTime() - begun) / 1_000_000;
        UNINTERRUPTED.put(format, output);
    }

    private void crashAndFinish(String format) throws Exception {
        Produced output = new Produced(folder.resolve(format + "-" + outputs++));
        for (int i = 0; i < KILLS_IN_A_ROW && kills < KILLS; i++) {
            kill(format, output);
        }
        finish(format, output);
        output.checkSameAs(UNINTERRUPTED.get(format));
        BinRun.Ended again = command(format, output).run();
        assertThat(again.err()).as("seed %d", seed).contains("; 0 to do; 0 stale");
    }

    /** Somewhere from the first class that is loaded to the last file that is closed, more often where there is work. */
    private void kill(String format, Produced output) throws Exception {
        BinRun.Going going = command(format, output).start();
        Thread.sleep(random.nextInt(4) == 0 ? random.nextLong(runMs) : runMs / 3 + random.nextLong(runMs / 2));
        going.signal("KILL");
        BinRun.Ended ended = going.await(60);
        assertThat(ended.exit()).as("seed %d %s", seed, ended.everything()).isIn(KILLED, PAIRS.exit());
        kills += ended.exit() == KILLED ? 1 : 0;
    }

    private static void finish(String format, Produced output) throws Exception {
        BinRun.Ended ended = command(format, output).run();
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(PAIRS.exit());
        output.checkComplete(PAIRS);
    }

    private static BinRun command(String format, Produced output) {
        List<String> words = new ArrayList<>(List.of("clips", manifest.toString(), "--format", format));
        words.addAll(List.of("--output", output.root().toString(), "-w", "2", "--size", "48x64", "--frames", "4"));
        words.addAll(List.of("--set", "output.shard.max-items=13"));
        return BinRun.of(words.toArray(String[]::new));
    }
}
