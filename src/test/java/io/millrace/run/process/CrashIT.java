package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.BinRun;
import io.millrace.cli.Pairs;
import io.millrace.cli.Produced;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Killed with -9 at random moments, over and over, in every format, then let through: the tree of an uninterrupted run,
 * every id once, nobody quarantined. {@code perf/crash N} has N kills of each format.
 */
@Timeout(24 * 3600)
class CrashIT {

    private static final int KILLED = 128 + 9;
    private static final int ENTRIES = 60;
    private static final int KILLS = Integer.getInteger("crash.kills", 3);

    /** After so many kills an output is finished and looked at, and a new one begun. */
    private static final int KILLS_IN_A_ROW = 12;

    /** Outputs that are killed side by side: a run waits as long as it works. */
    private static final int LANES = KILLS > KILLS_IN_A_ROW ? 2 : 1;

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;

    private final long seed = Long.getLong("crash.seed", System.nanoTime());

    @BeforeAll
    static void makeVideos() throws Exception {
        Path good = SampleVideos.write(folder.resolve("good.mp4"), Coding.H264_MP4, 160, 120, 30)
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
        Whole whole = runUninterrupted(format);
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Lane> all = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                all.add(new Lane(format + "-" + i, whole, new Random(seed + i), (KILLS + i) / LANES));
            }
            for (Future<Integer> lane : lanes.invokeAll(all)) {
                lane.get();
            }
            System.out.printf(
                    "CrashIT %s: %d kills, %d of them with items in hand, %d outputs, each as without a kill%n",
                    format,
                    sum(all, lane -> lane.kills),
                    sum(all, lane -> lane.inHand),
                    sum(all, lane -> lane.outputs));
        } finally {
            lanes.shutdownNow();
        }
    }

    private static int sum(List<Lane> lanes, ToIntFunction<Lane> what) {
        return lanes.stream().mapToInt(what).sum();
    }

    /**
     * What an uninterrupted run has left.
     *
     * @param runMs how long it took
     * @param workMs how much of that it had items in hand
     */
    private record Whole(String format, Produced output, long runMs, long workMs) {}

    private static Whole runUninterrupted(String format) throws Exception {
        Produced output = new Produced(folder.resolve(format + "-uninterrupted"));
        long begun = System.nanoTime();
        BinRun.Going going = command(format, output).start();
        going.awaitItems(output.root(), null);
        long working = System.nanoTime();
        checkFinished(going.await(180), output);
        long ended = System.nanoTime();
        return new Whole(format, output, (ended - begun) / 1_000_000, (ended - working) / 1_000_000);
    }

    /** Kills until there have been enough, output by output. */
    private static final class Lane implements Callable<Integer> {

        private final String name;
        private final Whole whole;
        private final Random random;
        private final int wanted;
        private int kills;
        private int inHand;
        private int outputs;

        Lane(String name, Whole whole, Random random, int wanted) {
            this.name = name;
            this.whole = whole;
            this.random = random;
            this.wanted = wanted;
        }

        @Override
        public Integer call() throws Exception {
            while (kills < wanted) {
                crashAndFinish();
            }
            return kills;
        }

        private void crashAndFinish() throws Exception {
            Produced output = new Produced(folder.resolve(name + "-" + outputs++));
            for (int i = 0; i < KILLS_IN_A_ROW && kills < wanted; i++) {
                kill(output);
            }
            checkFinished(command(whole.format, output).run(), output);
            output.checkSameAs(whole.output);
            BinRun.Ended again = command(whole.format, output).run();
            assertThat(again.err()).contains("; 0 to do; 0 stale");
        }

        /** One in four anywhere from the first class that is loaded, the others where there is work. */
        private void kill(Produced output) throws Exception {
            Object before = BinRun.Going.flight(output.root());
            BinRun.Going going = command(whole.format, output).start();
            if (random.nextInt(4) == 0) {
                Thread.sleep(random.nextLong(whole.runMs));
            } else {
                going.awaitItems(output.root(), before);
                Thread.sleep(random.nextLong(Math.max(1, whole.workMs / 4)));
            }
            boolean working = !Objects.equals(BinRun.Going.flight(output.root()), before);
            going.signal("KILL");
            BinRun.Ended ended = going.await(60);
            assertThat(ended.exit()).as(ended.everything()).isIn(KILLED, PAIRS.exit());
            kills += ended.exit() == KILLED ? 1 : 0;
            inHand += ended.exit() == KILLED && working ? 1 : 0;
        }
    }

    private static void checkFinished(BinRun.Ended ended, Produced output) throws Exception {
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(PAIRS.exit());
        output.checkComplete(PAIRS);
    }

    private static String[] words(String format, Produced output) {
        List<String> words = new ArrayList<>(List.of("clips", manifest.toString(), "--format", format));
        words.addAll(List.of("--output", output.root().toString(), "-w", "2", "--size", "48x64", "--frames", "4"));
        words.addAll(List.of("--set", "output.shard.max-items=13"));
        return words.toArray(String[]::new);
    }

    private static BinRun command(String format, Produced output) {
        return BinRun.of(words(format, output));
    }
}
