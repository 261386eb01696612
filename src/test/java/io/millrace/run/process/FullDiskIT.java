package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.SmallDisk;
import io.millrace.cli.BinRun;
import io.millrace.cli.OutputTree;
import io.millrace.cli.Pairs;
import io.millrace.cli.Produced;
import io.millrace.cli.Said;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk without room costs a sentence and no result: with room again, the run goes on to the tree of an uninterrupted
 * one.
 */
@Timeout(300)
class FullDiskIT {

    private static final int MIB = 1 << 20;
    private static final int DISK_MIB = 64;
    private static final int ENTRIES = 220;

    /** The journal, the small files of a run, and some of the results. */
    private static final long ROOM_FOR_SOME = 6 * MIB;

    /** A journal as it is begun, but not its second block. */
    private static final long ROOM_FOR_A_JOURNAL = 2 * MIB + 3 * MIB / 4;

    private static final String NO_FLOOR = "journal.free-space=0";
    private static final long SEEN_WITHIN_NS = 60_000_000_000L;

    @TempDir
    private static Path folder;

    private static final Pairs PAIRS = new Pairs();
    private static Path manifest;
    private static Produced uninterrupted;

    @TempDir
    Path mountPoint;

    @TempDir
    Path elsewhere;

    private SmallDisk disk;

    /** Long ids make long records, so that a journal does not need many to be full. */
    @BeforeAll
    static void runUninterrupted() throws Exception {
        Path video = SampleVideos.write(folder.resolve("video.mp4"), Coding.MPEG4_MP4, 96, 64, 8)
                .file();
        for (int i = 0; i < ENTRIES; i++) {
            PAIRS.add(("long".repeat(50) + "/").repeat(5) + i, video);
        }
        manifest = PAIRS.write(folder.resolve("pairs.json"));
        uninterrupted = new Produced(folder.resolve("uninterrupted"));
        Said.with(0, words(uninterrupted.root()));
    }

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(mountPoint, DISK_MIB);
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void shouldSayThatTheOutputIsFullAndGoOnWhenItIsNot() throws Exception {
        Path output = disk.folder().resolve("out");
        disk.fill(ROOM_FOR_SOME);
        checkFull(output, output, "--set", NO_FLOOR);
        assertThat(OutputTree.of(output).names()).as("some were done").hasSizeGreaterThan(4);

        disk.free();
        checkGoesOn(output);
    }

    @Test
    void shouldSayThatTheOutputIsFullFromTheBeginning() throws Exception {
        Path output = disk.folder().resolve("out");
        disk.fill(0);
        checkFull(output, output, "--set", NO_FLOOR);
        checkFull(output, output);

        disk.free();
        checkGoesOn(output);
    }

    @Test
    void shouldSayThatTheJournalsDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        Path output = elsewhere.resolve("out");
        Path journal = disk.folder().resolve("journal");
        String there = "journal.dir=" + journal;
        disk.fill(ROOM_FOR_A_JOURNAL);
        checkFull(output, journal, "--set", NO_FLOOR, "--set", there);
        assertThat(OutputTree.of(output).names()).as("some were done").hasSizeGreaterThan(ENTRIES);

        checkFull(output, journal, "--set", NO_FLOOR, "--set", there); // not even room to begin
        disk.free();
        checkGoesOn(output, "--set", there);
    }

    @Test
    void shouldSayThatTheJournalsDiskIsFullFromTheBeginning() throws Exception {
        Path output = elsewhere.resolve("out");
        Path journal = disk.folder().resolve("journal");
        String there = "journal.dir=" + journal;
        disk.fill(0);
        checkFull(output, journal, "--set", NO_FLOOR, "--set", there);
        checkFull(output, journal, "--set", there);

        disk.free();
        checkGoesOn(output, "--set", there);
    }

    /** A twentieth of the disk is to stay free: there is not so much once the journal is there. */
    @Test
    void shouldWaitForRoomBelowTheFloor() throws Exception {
        Path output = disk.folder().resolve("out");
        disk.fill(5 * MIB);
        BinRun.Going going = command(output).in(elsewhere).start();
        await(going, "paused: " + output + " has ");
        assertThat(OutputTree.of(output).names()).noneMatch(file -> file.endsWith("meta.json"));

        disk.free();
        await(going, "there is room again: going on");
        BinRun.Ended ended = going.await(180);
        assertThat(ended.exit()).as(ended.everything()).isZero();
        new Produced(output).checkSameAs(uninterrupted);
        checkQuiet(ended);
    }

    private static void await(BinRun.Going going, String sentence) throws Exception {
        long end = System.nanoTime() + SEEN_WITHIN_NS;
        while (!going.errSoFar().contains(sentence)) {
            assertThat(going.process().isAlive() && System.nanoTime() < end)
                    .as(going.outSoFar() + going.errSoFar())
                    .isTrue();
            Thread.sleep(20);
        }
    }

    /** It ends with 74 and a sentence that names what is full. */
    private void checkFull(Path output, Path full, String... more) throws Exception {
        BinRun.Ended ended = command(output, more).in(elsewhere).run();
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(ExitCode.IO.code());
        assertThat(ended.err().lines())
                .as(ended.everything())
                .anyMatch(line -> line.contains(full.toString())
                        && (line.contains("no space left") || line.contains("No space left")));
        checkQuiet(ended);
    }

    private void checkGoesOn(Path output, String... more) throws Exception {
        BinRun.Ended ended = command(output, more).in(elsewhere).run();
        assertThat(ended.exit()).as(ended.everything()).isZero();
        Produced produced = new Produced(output);
        produced.checkComplete(PAIRS);
        produced.checkSameAs(uninterrupted);
        checkQuiet(ended);
    }

    /** No account of a crash anywhere, no stack trace. */
    private void checkQuiet(BinRun.Ended ended) throws Exception {
        assertThat(ended.out() + ended.err()).doesNotContain("\tat ", "Exception", "crashed");
        for (Path place : List.of(disk.folder(), elsewhere)) {
            try (Stream<Path> all = Files.walk(place)) {
                assertThat(all.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("hs_err"));
            }
        }
    }

    private static String[] words(Path output, String... more) {
        List<String> words = new ArrayList<>(List.of("clips", manifest.toString(), "--output", output.toString()));
        words.addAll(List.of("-w", "1", "--size", "48x64", "--frames", "4"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static BinRun command(Path output, String... more) {
        return BinRun.of(words(output, more));
    }
}
