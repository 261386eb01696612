package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Thorough;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.media.video.ClaimingVideo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the process takes of the machine's memory, as the system counts it from outside. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
@Timeout(300)
class MemoryIT {

    private static final long LIMIT_BYTES = 1536L << 20;
    private static final int ITEMS = Thorough.wanted() ? 2000 : 700;
    private static final int CLAIMED_SIDE = 60_000;

    @TempDir
    private static Path folder;

    private static Path small;
    private static Path medium;
    private static Path large;

    @BeforeAll
    static void writeVideos() throws Exception {
        small = SampleVideos.write(folder.resolve("small.mp4"), Coding.MPEG4_MP4, 320, 240, 30)
                .file();
        medium = SampleVideos.write(folder.resolve("medium.mp4"), Coding.MPEG4_MP4, 640, 480, 10)
                .file();
        // More frames than are sampled, so that sixteen distinct pictures are held.
        large = SampleVideos.write(folder.resolve("large.mp4"), Coding.MPEG4_MP4, 3840, 2160, 24)
                .file();
    }

    @Test
    void shouldStayUnderTheLimitWhenLargeVideosComeAmongSmallOnes() throws Exception {
        Pairs pairs = new Pairs();
        for (int i = 0; i < 100; i++) {
            if (i == 10 || i == 50 || i == 51) {
                pairs.add("large-" + i, large);
            }
            pairs.add("small-" + i, small);
        }
        ResidentMemory memory = run("large", pairs, "-w", "3");
        // Sixteen pictures of the large video alone are 199 MB: below that, nothing was measured.
        assertThat(memory.peakBytes()).isBetween(300L << 20, LIMIT_BYTES);
    }

    /** What one decoder has freed must not stay with it while the others take theirs. */
    @Test
    void shouldStayUnderATightLimitWhenManyDecodersTakeTurns() throws Exception {
        Pairs pairs = new Pairs();
        for (int i = 0; i < 16; i++) {
            pairs.add("large-" + i, large);
        }
        long limit = 1L << 30;
        ResidentMemory memory = run("turns", limit, pairs, "-w", "decode=8,transform=4");
        assertThat(memory.peakBytes()).isBetween(300L << 20, limit);
    }

    @Test
    void shouldTakeNoMemoryForHeadersThatClaimHugePictures() throws Exception {
        Path mjpeg = SampleVideos.write(folder.resolve("mjpeg.avi"), Coding.MJPEG_AVI, 320, 240, 10)
                .file();
        Path container = ClaimingVideo.inContainer(mjpeg, folder.resolve("container.avi"), CLAIMED_SIDE);
        Path stream = ClaimingVideo.inStream(mjpeg, folder.resolve("stream.avi"), CLAIMED_SIDE);
        Pairs honest = new Pairs();
        Pairs hostile = new Pairs();
        for (int i = 0; i < 20; i++) {
            honest.add("honest-" + i, mjpeg);
            hostile.add("honest-" + i, mjpeg);
            hostile.addBad("container-" + i, container);
            hostile.addBad("stream-" + i, stream);
        }
        long honestBytes = run("honest", honest, "-w", "2").peakBytes();
        long hostileBytes = run("hostile", hostile, "-w", "2").peakBytes();
        // One such picture is 5 to 10 GB, one row of blocks 1.4 MB.
        assertThat(hostileBytes).isLessThan(honestBytes + (100L << 20));
        Produced produced = new Produced(folder.resolve("hostile"));
        assertThat(produced.manifest().stream()
                        .filter(line -> line.get("id").asText().startsWith("container-")))
                .allMatch(line -> line.get("class").asText().equals("TooManyPixels"));
    }

    /**
     * One picture leaked per item would come to 200 MB in the last third. The first third is left out: there the JVM
     * still compiles and its heap takes its size.
     */
    @Test
    void shouldNotGrowWhenManyItemsHavePassed() throws Exception {
        Pairs pairs = new Pairs();
        for (int i = 0; i < ITEMS; i++) {
            pairs.add("item-" + i, medium);
        }
        ResidentMemory memory = run("many", pairs, "-w", "2", "--set", "stages.transform.size=48x64");
        double second = memory.meanBytes(1 / 3.0, 2 / 3.0);
        double last = memory.meanBytes(2 / 3.0, 1);
        System.out.printf("MemoryIT many: second third %.0f MB, last third %.0f MB%n", second / 1e6, last / 1e6);
        assertThat(last).isLessThan(1.15 * second);
    }

    private static ResidentMemory run(String name, Pairs pairs, String... more) throws Exception {
        return run(name, LIMIT_BYTES, pairs, more);
    }

    private static ResidentMemory run(String name, long limit, Pairs pairs, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "clips",
                pairs.write(folder.resolve(name + ".json")).toString(),
                "--output",
                folder.resolve(name).toString(),
                "--memory",
                (limit >> 20) + "MiB"));
        words.addAll(List.of(more));
        BinRun.Going going =
                BinRun.of(words.toArray(String[]::new)).asForUsers().start();
        ResidentMemory memory = ResidentMemory.watch(going, 180);
        BinRun.Ended ended = going.await(1);
        assertThat(ended.exit()).as(ended.everything()).isEqualTo(pairs.exit());
        new Produced(folder.resolve(name)).checkComplete(pairs);
        System.out.println("MemoryIT " + name + ": " + memory);
        return memory;
    }
}
