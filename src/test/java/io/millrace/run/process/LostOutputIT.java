package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.SmallDisk;
import io.millrace.cli.BinRun;
import io.millrace.cli.Pairs;
import io.millrace.cli.Produced;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The output is taken from a run that is going: it ends, says why and how far it came, and the next one goes on. */
@Timeout(180)
class LostOutputIT {

    /** Far more than are done before it is noticed. */
    private static final int ENTRIES = 20_000;

    private static final int SOME = 40;

    @TempDir
    private static Path folder;

    private static Path manifest;

    @BeforeAll
    static void makeVideos() throws Exception {
        Path video = SampleVideos.write(folder.resolve("video.mp4"), Coding.MPEG4_MP4, 96, 64, 8)
                .file();
        Pairs pairs = new Pairs();
        for (int i = 0; i < ENTRIES; i++) {
            pairs.add("clip-" + i, video);
        }
        manifest = pairs.write(folder.resolve("pairs.json"));
    }

    @Test
    void shouldEndWhenItsLockIsTakenAway() throws Exception {
        Path output = folder.resolve("unlocked");
        BinRun.Going going = command(output).start();
        going.awaitItems(output, null);
        Files.delete(output.resolve(".millrace/LOCK"));

        BinRun.Ended ended = going.await(60);

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(ExitCode.IO.code());
        assertThat(ended.err()).contains("LOCK was taken away while the run was going", "need never be removed");
        goOn(output);
    }

    @Test
    void shouldSayHowItEndedWhenTheOutputCanOnlyBeRead() throws Exception {
        Path mountPoint = Files.createDirectories(folder.resolve("disk"));
        try (SmallDisk disk = SmallDisk.mount(mountPoint, 64)) {
            Path output = disk.folder().resolve("out");
            BinRun.Going going = command(output).start();
            going.awaitItems(output, null);
            String path = mountPoint.toString();
            assumeTrue(run("mount", "--bind", path, path) == 0, "needs the right to mount");
            BinRun.Ended ended;
            try {
                while (run("mount", "-o", "remount,ro,bind", path) != 0) { // busy while a file is open to be written
                    assertThat(going.process().isAlive()).as(going.errSoFar()).isTrue();
                }
                ended = going.await(60);
            } finally {
                run("umount", path);
            }

            assertThat(ended.exit()).as(ended.everything()).isEqualTo(ExitCode.IO.code());
            assertThat(ended.err()).contains("the run stopped: cannot write ", "read-only");
            assertThat(ended.out()).contains("STOPPED BY AN ERROR (exit 74)", "items  ");
            goOn(output);
        }
    }

    private static void goOn(Path output) throws Exception {
        BinRun.Ended check =
                BinRun.of("journal", "check", output.toString(), "--outputs").run();
        assertThat(check.exit()).as(check.everything()).isZero();
        BinRun.Ended next = command(output, "-n", Integer.toString(SOME)).run();
        assertThat(next.err()).as(next.everything()).contains("resume  ", "; 0 stale");
        assertThat(new Produced(output).manifest()).hasSizeGreaterThanOrEqualTo(SOME);
    }

    private static BinRun command(Path output, String... more) {
        String[] words = new String[more.length + 10];
        String[] first = {
            "clips", manifest.toString(), "--output", output.toString(), "-w", "1", "--size", "16x16", "--frames", "2"
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return BinRun.of(words);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
