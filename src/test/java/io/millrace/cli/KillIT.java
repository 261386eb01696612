package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed with -9 at any moment and run again: what an uninterrupted run leaves, and nothing that was finished done
 * twice.
 */
@Timeout(300)
class KillIT {

    private static final int KILLED = 128 + 9;
    private static final int ENTRIES = 200;
    private static final int IN_FLIGHT = 12;
    private static final long PROGRESS_WITHIN_NS = 120_000_000_000L;

    /** Kills in a row before a run is let through. */
    private static final int KILLS = 3;

    private static final Pattern RESUME = Pattern.compile(
            "resume  (\\S+) of (\\S+) done in (\\d+) runs?(?:; (\\S+) failed [^;]*)?; (\\S+) to do; 0 stale");

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;
    private static Produced uninterrupted;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("KillIT seed " + seed);
    }

    /** Many entries over few videos, one entry in fifty broken. */
    @BeforeAll
    static void runUninterrupted() throws Exception {
        Path good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 320, 240, 100)
                .file();
        Path other = SampleVideos.write(folder.resolve("other.mkv"), Coding.H264_MKV, 320, 240, 50)
                .file();
        Path broken = SampleVideos.truncated(good, folder.resolve("broken.mp4")).file();
        for (int i = 0; i < ENTRIES; i++) {
            if (i % 50 == 7) {
                PAIRS.addBad("item-" + i, broken);
            } else {
                PAIRS.add("item-" + i, i % 2 == 0 ? good : other);
            }
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
        uninterrupted = new Produced(folder.resolve("uninterrupted"));
        BinRun.Ended ended = start(uninterrupted).await(180);
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(PAIRS.exit());
        uninterrupted.checkComplete(PAIRS);
    }

    @Test
    void shouldLeaveTheSameWhenKilledAgainAndAgainOnTheWay() throws Exception {
        Produced killed = new Produced(folder.resolve("on-the-way"));
        int runs = 0;
        for (int i = 0; i < KILLS; i++) {
            Sealed before = Sealed.in(killed);
            BinRun.Going going = start(killed);
            awaitProgress(going, killed, before, random.nextInt(ENTRIES / KILLS - 10));
            String said = kill(going, killed);
            checkResumed(said, before, Sealed.in(killed), runs++);
        }
        checkFinish(killed, runs);
    }

    /** While the JVM starts, the manifest is read, the journal made. */
    @Test
    void shouldLeaveTheSameWhenKilledInItsFirstMoments() throws Exception {
        Produced killed = new Produced(folder.resolve("first-moments"));
        int runs = 0;
        for (int ms = 100; ms < 2000; ms += 150 + random.nextInt(300)) {
            BinRun.Going going = start(killed);
            Thread.sleep(ms);
            kill(going, killed);
            runs++;
        }
        checkFinish(killed, runs);
    }

    /** When the seal of each item in an output was set. */
    private record Sealed(Map<String, Long> times) {

        static Sealed in(Produced output) throws Exception {
            return new Sealed(output.sealed(PAIRS.ids()));
        }

        long changedIn(Sealed later) {
            return times.entrySet().stream()
                    .filter(item -> !item.getValue().equals(later.times.get(item.getKey())))
                    .count();
        }
    }

    private static String[] words(Produced output) {
        return new String[] {
            "clips",
            manifest.toString(),
            "--output",
            output.root().toString(),
            "-w",
            "decode=2,transform=2",
            "--set",
            "memory.in-flight=" + IN_FLIGHT,
            "--set",
            "stages.transform.size=48x64",
            "--set",
            "stages.decode.frames=6"
        };
    }

    private static BinRun.Going start(Produced output) throws Exception {
        return BinRun.of(words(output)).start();
    }

    /** Until {@code items} more are sealed than there were, or the run has ended before that was seen. */
    private static void awaitProgress(BinRun.Going going, Produced output, Sealed before, int items) throws Exception {
        long end = System.nanoTime() + PROGRESS_WITHIN_NS;
        while (going.process().isAlive() && Sealed.in(output).times.size() < before.times.size() + items) {
            assertThat(System.nanoTime()).as(going.errSoFar()).isLessThan(end);
            Thread.sleep(2);
        }
    }

    /** What the run said; it may have come to its end before. Whatever is sealed at that moment is whole. */
    private String kill(BinRun.Going going, Produced output) throws Exception {
        going.signal("KILL");
        BinRun.Ended ended = going.await(30);
        assertThat(ended.exit()).as("seed " + seed + " " + ended.everything()).isIn(KILLED, PAIRS.exit());
        for (String id : Sealed.in(output).times.keySet()) {
            output.checkSameAs(uninterrupted, id);
        }
        return ended.err();
    }

    private void checkFinish(Produced killed, int runs) throws Exception {
        Sealed before = Sealed.in(killed);
        String said = finish(killed);
        checkResumed(said, before, Sealed.in(killed), runs);
        killed.checkSameAs(uninterrupted);
        Sealed done = Sealed.in(killed);
        String again = finish(killed);
        assertThat(again).contains("resume  " + PAIRS.good() + " of " + ENTRIES + " done in ", "; 0 to do; 0 stale");
        assertThat(Sealed.in(killed)).as("seed " + seed).isEqualTo(done);
    }

    private static String finish(Produced output) throws Exception {
        Said ended = Said.with(PAIRS.exit(), words(output));
        output.checkComplete(PAIRS);
        return ended.err();
    }

    /**
     * What the journal holds of the items that were sealed is left alone; the few that were sealed and not yet recorded
     * are made once more, and nothing is recorded that is not sealed.
     */
    private void checkResumed(String said, Sealed before, Sealed after, int runsBefore) {
        Matcher line = RESUME.matcher(said);
        if (!line.find()) {
            assertThat(before.times.isEmpty() || after.equals(before))
                    .as("no resume line, seed " + seed + ": " + said)
                    .isTrue();
            return;
        }
        long done = number(line.group(1));
        long failed = line.group(4) == null ? 0 : number(line.group(4));
        assertThat(number(line.group(2))).isEqualTo(ENTRIES);
        assertThat(Integer.parseInt(line.group(3))).as("runs, seed " + seed).isBetween(1, runsBefore);
        assertThat(done + failed + number(line.group(5))).as(said).isEqualTo(ENTRIES);
        assertThat(failed).isLessThanOrEqualTo(PAIRS.bad());
        assertThat(before.times.size() - done)
                .as("sealed but not recorded, seed " + seed)
                .isBetween(0L, (long) IN_FLIGHT);
        assertThat(before.changedIn(after))
                .as("made again, seed " + seed)
                .isLessThanOrEqualTo(before.times.size() - done);
    }

    private static long number(String figure) {
        return Long.parseLong(figure.replace(",", ""));
    }
}
