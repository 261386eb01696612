package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChildJvm;
import io.millrace.config.Auto;
import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.sample.FramePattern;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class VideoDecoderTest {

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldRepeatFramesWhenTheVideoIsShorterThanAsked() throws Exception {
        Path file = write("short.mkv", Coding.FFV1_MKV, 3);
        try (Clip clip = Collected.clip(pool, Collected.whole(file), 8)) {
            assertThat(clip.pictures()).hasSize(3);
            assertThat(clip.samples()).extracting(Clip.Sample::index).containsExactly(0, 0, 0, 0, 1, 1, 1, 2);
            assertThat(clip.samples()).extracting(Clip.Sample::picture).containsExactly(0, 0, 0, 0, 1, 1, 1, 2);
        }
    }

    @Test
    void shouldStayWithinTheSpanWhenOneIsGiven() throws Exception {
        Path file = write("span.mp4", Coding.MPEG4_MP4, 100);
        try (Clip clip = Collected.clip(pool, new VideoText(file, "", 1.0, 2.0, null), 3)) {
            assertThat(clip.samples()).extracting(Clip.Sample::index).containsExactly(25, 37, 49);
            assertThat(clip.pictures()).extracting(VideoDecoderTest::number).containsExactly(25, 37, 49);
            assertThat(clip.facts().framesTotal()).isEqualTo(100);
        }
    }

    @Test
    void shouldFailWhenTheSpanHoldsNoFrame() throws Exception {
        Path file = write("span.mp4", Coding.MPEG4_MP4, 10);
        assertFault("EmptySpan", new VideoText(file, "", 5.0, 6.0, null));
    }

    @Test
    void shouldTakeAnyNameWhenTheFileIsThere() throws Exception {
        Path plain = write("plain.mkv", Coding.FFV1_MKV, 4);
        for (String name : new String[] {"a:b.mkv", "http:%2Fx %d.mkv", "\u6c34\u8eca \u00e9.mkv", "-i.mkv"}) {
            Path odd = Files.copy(plain, folder.resolve(name));
            try (Clip clip = Collected.clip(pool, Collected.whole(odd), 2)) {
                assertThat(clip.facts().framesTotal()).as(name).isEqualTo(4);
            }
        }
    }

    @Test
    void shouldNameTheClassWhenThereIsNoVideo() throws Exception {
        assertFault("MissingInput", Collected.whole(folder.resolve("none.mp4")));
        assertFault("NotAVideo", Collected.whole(folder));
        assertFault("EmptyInput", Collected.whole(Files.createFile(folder.resolve("empty.mp4"))));
        assertFault("NotAVideo", Collected.whole(Files.writeString(folder.resolve("text.mp4"), "no video at all")));
    }

    @Test
    void shouldRefuseWhenTheHeaderClaimsTooManyPixels() throws Exception {
        Path honest = write("honest.avi", Coding.MJPEG_AVI, 3);
        assertFault(
                "TooManyPixels",
                Collected.whole(ClaimingVideo.inContainer(honest, folder.resolve("container.avi"), 60_000)));
        Path stream = ClaimingVideo.inStream(honest, folder.resolve("stream.avi"), 60_000);
        assertThatThrownBy(() -> Collected.clip(pool, Collected.whole(stream), 2))
                .isInstanceOf(FaultException.class);
    }

    /** FFmpeg then says that it has no memory, which is this item's affair and not the process's. */
    @Test
    void shouldBlameTheItemWhenAHeaderClaimsAnEndlessTable() throws Exception {
        Path honest = write("honest.mp4", Coding.MPEG4_MP4, 10);
        Path file = ClaimingVideo.withEndlessTable(honest, folder.resolve("endless.mp4"));
        assertFault(NativeMemory.EXHAUSTED, Collected.whole(file));
    }

    @Test
    void shouldCountWhatTheDecoderPassedOverWhenAFileIsDamaged() throws Exception {
        Path sound = write("sound.avi", Coding.MJPEG_AVI, 20);
        try (Clip clip = Collected.clip(pool, Collected.whole(sound), 2)) {
            assertThat(clip.facts().decodeErrors()).isZero();
        }
        Path damaged = ClaimingVideo.withoutSizes(sound, folder.resolve("damaged.avi"), 2);
        try (Clip clip = Collected.clip(pool, Collected.whole(damaged), 2)) {
            assertThat(clip.facts().framesTotal()).isEqualTo(2);
            assertThat(clip.facts().decodeErrors()).isEqualTo(18);
        }
    }

    @Test
    void shouldHoldTheLimitThatIsConfigured() throws Exception {
        Path file = write("limit.mkv", Coding.FFV1_MKV, 2);
        DecodeSettings tight = new DecodeSettings(
                Auto.AUTO, 4, 2, Sampling.ENDPOINT_INCLUDED, 160 * 120 - 1, Method.AUTO, Corrupt.FAIL);
        try (VideoDecoder decoder = new VideoDecoder(tight, pool)) {
            assertThatThrownBy(() -> Collected.result(decoder, Collected.whole(file)))
                    .hasMessageStartingWith("TooManyPixels");
        }
    }

    /** Whatever a file holds, it ends in a clip or a fault, and gives its memory back. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldEndInAClipOrAFaultWhenBytesAreDamaged() throws Exception {
        long seed = 20260101;
        Random random = new Random(seed);
        Coding[] codings = {
            Coding.MPEG4_MP4, Coding.MPEG4_AVI, Coding.MPEG2_TS, Coding.H264_MKV, Coding.MJPEG_AVI, Coding.VP9_WEBM
        };
        int clips = 0;
        try (VideoDecoder decoder = new VideoDecoder(Collected.settings(4, Sampling.ENDPOINT_INCLUDED), pool)) {
            for (Coding coding : codings) {
                byte[] whole = Files.readAllBytes(write("whole", coding, 20));
                for (int i = 0; i < 34; i++) {
                    Path file = Files.write(folder.resolve("damaged"), damaged(whole, random));
                    try (Clip clip = Collected.result(decoder, Collected.whole(file))) {
                        clips++;
                        assertThat(clip.samples()).hasSize(4);
                    } catch (FaultException e) {
                        assertThat(e.fault().type()).isNotEmpty();
                        assertThat(e.fault().message()).doesNotContain(folder.toString());
                    }
                    assertThat(pool.leases()).as("seed " + seed).isZero();
                }
            }
        }
        assertThat(clips).as("some damage is survived").isGreaterThan(20);
    }

    /** Native code prints behind Java's back, so this looks at a process from outside. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldPrintNothingWhenAFileIsDamaged() throws Exception {
        Path whole = write("whole.avi", Coding.MPEG4_AVI, 20);
        byte[] bytes = Files.readAllBytes(whole);
        Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 0x5a);
        Path damaged = Files.write(folder.resolve("damaged.avi"), bytes);
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.QUIET);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(DecodeOne.class.getName(), damaged.toString()));
        int exit = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        assertThat(errors).hasContent("");
    }

    /** Decodes one file; exit 0 unless something unexpected happens. */
    static final class DecodeOne {

        private DecodeOne() {}

        public static void main(String[] files) throws Exception {
            DecodeSettings settings = new DecodeSettings(
                    Auto.AUTO, 4, 4, Sampling.ENDPOINT_INCLUDED, 178_956_970, Method.AUTO, Corrupt.KEEP_DECODED);
            try (BufferPool pool = new BufferPool(0);
                    VideoDecoder decoder = new VideoDecoder(settings, pool);
                    Clip clip = Collected.result(decoder, Collected.whole(Path.of(files[0])))) {
                System.out.println(clip.facts());
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
        }
        byte[] bytes = whole.clone();
        int reach = random.nextBoolean() ? Math.min(bytes.length, 600) : bytes.length;
        for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
            bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private void assertFault(String type, VideoText wanted) {
        assertThatThrownBy(() -> Collected.clip(pool, wanted, 3))
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith(type + ": ");
    }

    private static int number(Picture picture) {
        return FramePattern.read(picture.pixels().buffer(), picture.width(), picture.height(), 1);
    }

    private Path write(String name, Coding coding, int frames) throws Exception {
        return SampleVideos.write(folder.resolve(name), coding, 160, 120, frames)
                .file();
    }
}
