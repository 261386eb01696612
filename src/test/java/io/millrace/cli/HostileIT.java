package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Fixtures;
import io.millrace.Thorough;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of damaged files at once: each ends in an outcome of its own, and the process neither falls, hangs nor
 * swells.
 */
@Timeout(300)
class HostileIT {

    private static final int FILES = Thorough.wanted() ? 500 : 200;
    private static final long LIMIT_BYTES = 1L << 30;

    /** Real files up to this size are damaged as well, where they are present. */
    private static final long MOST_BYTES = 400_000;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldComeToAnOutcomeForEveryFile() throws Exception {
        System.out.println("HostileIT seed " + seed);
        List<byte[]> whole = wholeVideos();
        Pairs pairs = new Pairs();
        for (int i = 0; i < FILES; i++) {
            Path file = folder.resolve("v" + i + ".video");
            pairs.add("v" + i, Files.write(file, damaged(whole.get(i % whole.size()))));
        }
        String[] command = {
            "clips",
            pairs.write(folder.resolve("pairs.json")).toString(),
            "--output",
            folder.resolve("out").toString(),
            "-w",
            "decode=4,transform=2",
            "--memory",
            (LIMIT_BYTES >> 20) + "MiB",
            "--set",
            "stages.transform.size=48x64"
        };
        BinRun.Going going = BinRun.of(command).in(folder).asForUsers().start();
        ResidentMemory memory = ResidentMemory.watch(going, 240);
        BinRun.Ended ended = going.await(1);
        System.out.println("HostileIT: " + memory);

        assertThat(ended.exit()).as("seed " + seed + " " + ended.everything()).isIn(0, 3);
        assertThat(ended.err().lines()).allMatch(line -> line.matches("(clips|failed|more|reading|no) .*"));
        assertThat(memory.peakBytes()).isLessThan(LIMIT_BYTES);
        checkOutcomes(pairs, new Produced(folder.resolve("out")));
        BinRun.Ended again = BinRun.of(command).in(folder).run();
        assertThat(again.err()).as("seed " + seed).contains("; 0 to do; 0 stale");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("hs_err"));
        }
    }

    private void checkOutcomes(Pairs pairs, Produced produced) throws IOException {
        List<JsonNode> lines = produced.manifest();
        assertThat(lines).extracting(line -> line.get("id").asText()).containsExactlyElementsOf(pairs.ids());
        int done = 0;
        for (JsonNode line : lines) {
            boolean sealed = Files.exists(
                    produced.root().resolve(line.get("id").asText()).resolve("meta.json"));
            if (line.get("outcome").asText().equals("DONE")) {
                done++;
                assertThat(sealed).as("seed " + seed + " " + line).isTrue();
            } else {
                assertThat(line.get("outcome").asText()).isEqualTo("FAILED");
                assertThat(line.get("class").asText())
                        .as("seed " + seed + " " + line)
                        .isNotEmpty();
                assertThat(sealed).as("seed " + seed + " " + line).isFalse();
            }
        }
        System.out.println("HostileIT: " + done + " of " + lines.size() + " files give a clip all the same");
        assertThat(done).as("some damage is survived").isPositive().isLessThan(FILES);
    }

    private List<byte[]> wholeVideos() throws Exception {
        List<byte[]> videos = new ArrayList<>();
        Coding[] codings = {
            Coding.MPEG4_MP4,
            Coding.MPEG4_AVI,
            Coding.MPEG2_TS,
            Coding.H264_MP4,
            Coding.H264_MKV,
            Coding.VP9_WEBM,
            Coding.MJPEG_AVI,
            Coding.FFV1_MKV,
            Coding.UNEVEN_MP4,
            Coding.TURNED_MP4
        };
        for (Coding coding : codings) {
            Path file = folder.resolve("whole");
            videos.add(Files.readAllBytes(
                    SampleVideos.write(file, coding, 160, 120, 30).file()));
        }
        if (Fixtures.present()) {
            videos.addAll(realVideos());
        }
        return videos;
    }

    private static List<byte[]> realVideos() throws IOException {
        List<byte[]> videos = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Fixtures.path("video"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.toString().endsWith(".json") && Files.size(file) <= MOST_BYTES) {
                    videos.add(Files.readAllBytes(file));
                }
            }
        }
        return videos;
    }

    /**
     * Cut off, bits turned, a stretch of zeros, or a stretch from elsewhere: all over the file or in its first bytes.
     */
    private byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        if (bytes.length < 2) {
            return bytes;
        }
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2000);
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                for (int i = random.nextInt(50); i >= 0; i--) {
                    bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int from = random.nextInt(reach);
                Arrays.fill(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(1000)), (byte) 0);
            }
            default -> {
                int length = 1 + random.nextInt(Math.min(bytes.length, 1000));
                System.arraycopy(
                        whole,
                        random.nextInt(whole.length - length + 1),
                        bytes,
                        random.nextInt(bytes.length - length + 1),
                        length);
            }
        }
        return bytes;
    }
}
