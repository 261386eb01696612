package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shards end with the same bytes however many runs it takes, and whatever happens to these. */
@Timeout(300)
class ShardsIT {

    private static final int ENTRIES = 120;
    private static final int SHARD = 16;
    private static final int KILLS = 4;

    @TempDir
    private static Path folder;

    private static Path good;
    private static Path broken;
    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;
    private static Produced uninterrupted;
    private static long uninterruptedMs;

    @BeforeAll
    static void runUninterrupted() throws Exception {
        good = SampleVideos.write(folder.resolve("good.mp4"), Coding.MPEG4_MP4, 320, 240, 60)
                .file();
        broken = SampleVideos.truncated(good, folder.resolve("broken.mp4")).file();
        for (int i = 0; i < ENTRIES; i++) {
            if (i % 40 == 7) {
                PAIRS.addBad("item." + i, broken);
            } else {
                PAIRS.add("item." + i, good);
            }
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
        uninterrupted = new Produced(folder.resolve("uninterrupted"));
        long begun = System.nanoTime();
        BinRun.Ended ended = command(manifest, uninterrupted).run();
        uninterruptedMs = (System.nanoTime() - begun) / 1_000_000;
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(PAIRS.exit());
        uninterrupted.checkComplete(PAIRS);
    }

    @Test
    void shouldLeaveTheSameWhenKilledAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ShardsIT seed " + seed);
        Random random = new Random(seed);
        Produced killed = new Produced(folder.resolve("killed"));
        for (int i = 0; i < KILLS; i++) {
            BinRun.Going going = command(manifest, killed).start();
            awaitShard(going, killed);
            Thread.sleep(random.nextLong(uninterruptedMs / 4));
            going.signal("KILL");
            going.await(30);
            checkWhatIsVisible(killed);
        }
        finish(manifest, killed, PAIRS);
        killed.checkSameAs(uninterrupted);
        assertThat(killed.root().resolve(".millrace/shards")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveTheSameWhenDrainedAndGoneOnWith() throws Exception {
        Produced drained = new Produced(folder.resolve("drained"));
        Gate gate = Gate.before("item." + ENTRIES / 2);
        BinRun.Going going = gate.with(command(manifest, drained)).start();
        awaitShard(going, drained);
        going.signal("INT");
        going.await(() -> going.errSoFar().contains("INT: finishing "));
        gate.open();
        BinRun.Ended ended = going.await(60);
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(130);
        assertThat(drained.root().resolve(".millrace/shards")).isEmptyDirectory();
        finish(manifest, drained, PAIRS);
        drained.checkSameAs(uninterrupted);
    }

    @Test
    void shouldLeaveTheSameWhenAnItemOfAFinishedShardIsTriedAgain() throws Exception {
        Pairs pairs = new Pairs();
        Path copy = folder.resolve("mended.mp4");
        for (int i = 0; i < 20; i++) {
            pairs.add("item-" + i, i == 3 ? copy : good);
        }
        Path list = pairs.write(folder.resolve("mended.json"));
        Produced later = new Produced(folder.resolve("later"));
        Files.copy(broken, copy);
        Said.with(3, words(list, later));
        Files.copy(good, copy, REPLACE_EXISTING);
        finish(list, later, pairs, "--retry-failed");
        Produced atOnce = new Produced(folder.resolve("at-once"));
        finish(list, atOnce, pairs);

        later.checkSameAs(atOnce);
    }

    /** Their places are behind those that were there; what was written stays as it is. */
    @Test
    void shouldTakeEntriesThatWereAddedInTheMiddle() throws Exception {
        Pairs few = new Pairs();
        Pairs more = new Pairs();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            more.add("new-" + i, good);
            if (i < 20) {
                few.add("old-" + i, good);
                more.add("old-" + i, good);
                expected.add("old-" + i);
            }
        }
        Produced output = new Produced(folder.resolve("added"));
        finish(few.write(folder.resolve("few.json")), output, few);
        byte[] first = Files.readAllBytes(output.root().resolve("000000.tar"));
        Said.with(0, words(more.write(folder.resolve("more.json")), output));

        for (int i = 0; i < 40; i++) {
            expected.add("new-" + i);
        }
        assertThat(output.manifest())
                .extracting(line -> line.get("id").asText())
                .containsExactlyElementsOf(expected);
        assertThat(output.root().resolve("000000.tar")).hasBinaryContent(first);
        assertThat(output.root().resolve("000003.tar")).exists();
    }

    @Test
    void shouldRefuseAnotherLayoutAndSayWhatToDo() throws Exception {
        Pairs pairs = new Pairs();
        pairs.add("one", good);
        Path list = pairs.write(folder.resolve("one.json"));
        Produced output = new Produced(folder.resolve("layout"));
        finish(list, output, pairs);

        for (List<String> other :
                List.of(List.of("--set", "output.format=npy"), List.of("--set", "output.shard.max-items=5"))) {
            Said ended = Said.with(78, words(list, output, other.toArray(String[]::new)));
            assertThat(ended.err()).contains("holds shards of " + SHARD + " items", "--fresh");
        }
        finish(list, output, pairs, "--set", "output.shard.max-items=5", "--fresh", "--yes");
        try (Stream<Path> left = Files.list(output.root())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            ".millrace", "000000.tar", "000000.parquet", "000000_stats.json", "manifest.jsonl");
        }
    }

    /** Each archive that is there is one of the right ones, or holds less of the same. */
    private static void checkWhatIsVisible(Produced killed) throws Exception {
        if (!Files.exists(killed.root())) {
            return;
        }
        try (Stream<Path> files = Files.list(killed.root())) {
            for (Path tar :
                    files.filter(file -> file.toString().endsWith(".tar")).toList()) {
                Process list = new ProcessBuilder("tar", "tf", tar.toString())
                        .redirectErrorStream(true)
                        .start();
                List<String> said = new String(list.getInputStream().readAllBytes(), UTF_8)
                        .lines()
                        .toList();
                assertThat(list.waitFor()).as(said.toString()).isZero();
                assertThat(said).allMatch(name -> name.startsWith("item%2e")).doesNotHaveDuplicates();
            }
        }
    }

    /** Until a shard is begun, or the run has ended before that was seen. */
    private static void awaitShard(BinRun.Going going, Produced output) throws Exception {
        Path work = output.root().resolve(".millrace/shards");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (going.process().isAlive() && (!Files.isDirectory(work) || isEmpty(work))) {
            assertThat(System.nanoTime()).as(going.errSoFar()).isLessThan(end);
            Thread.sleep(2);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String[] words(Path list, Produced output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                list.toString(),
                "--output",
                output.root().toString(),
                "-w",
                "2",
                "--set",
                "stages.transform.size=48x64",
                "--set",
                "stages.decode.frames=4",
                "--set",
                "output.format=webdataset",
                "--set",
                "output.shard.max-items=" + SHARD));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static BinRun command(Path list, Produced output) {
        return BinRun.of(words(list, output));
    }

    private static void finish(Path list, Produced output, Pairs pairs, String... more) throws Exception {
        Said.with(pairs.exit(), words(list, output, more));
        output.checkComplete(pairs);
    }
}
