package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Reservations;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Reel;
import io.millrace.media.sample.FramePattern;
import io.millrace.media.sample.SampleVideo;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import io.millrace.media.video.Streamed.Left;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos; {@link FrameFoldersTest} has folders. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FrameDecoderTest {

    private static final List<Coding> CODINGS = List.of(
            Coding.MPEG4_MP4,
            Coding.MPEG4_AVI,
            Coding.MPEG2_TS,
            Coding.H264_MKV,
            Coding.VP9_WEBM,
            Coding.MJPEG_AVI,
            Coding.UNEVEN_MP4);

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldHandOutEveryFrameInOrder() throws Exception {
        for (Coding coding : CODINGS) {
            List<Integer> numbers = new ArrayList<>();
            List<Left> left = frames(write("video", coding, 30), frame -> {
                numbers.add(number(frame));
                assertThat(frame.reel().fps()).as(coding + "").isBetween(10.0, 30.0);
                assertThat(frame.reel().skipped()).as(coding + "").isEmpty();
            });
            assertThat(left).as(coding + "").extracting(Left::index).isEqualTo(upTo(30));
            assertThat(numbers).as(coding + "").isEqualTo(upTo(30));
            assertThat(left).as(coding + "").extracting(Left::ptsS).isSorted().doesNotHaveDuplicates();
        }
    }

    /** Whoever gets the last one has to know that it is. */
    @Test
    void shouldSayHowManyThereAreBeforeTheLastOneLeaves() throws Exception {
        for (Coding coding : CODINGS) {
            List<Left> left = frames(write("video", coding, 9), frame -> {});
            assertThat(left.subList(0, 8))
                    .as(coding + "")
                    .extracting(Left::count)
                    .containsOnly(-1);
            assertThat(left.get(8).count()).as(coding + "").isEqualTo(9);
        }
        assertThat(frames(write("video", Coding.FFV1_MKV, 1), frame -> {})
                        .get(0)
                        .count())
                .isOne();
    }

    @Test
    void shouldTurnFramesUpright() throws Exception {
        SampleVideo turned = SampleVideos.write(folder.resolve("turned"), Coding.TURNED_MP4, 160, 120, 5);
        List<Integer> numbers = new ArrayList<>();

        List<Left> left = frames(turned.file(), frame -> numbers.add(numberTurned(frame)));

        assertThat(left).extracting(Left::width).containsOnly(120);
        assertThat(left).extracting(Left::height).containsOnly(160);
        assertThat(numbers).isEqualTo(upTo(5));
    }

    /** What a frame needs is needed for few frames, however many there are. */
    @Test
    void shouldHoldFewFramesHoweverLongTheVideoIs() throws Exception {
        long few = heldBytes(20);
        long many = heldBytes(400);

        assertThat(many).isEqualTo(few);
    }

    private long heldBytes(int frames) throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        AtomicInteger most = new AtomicInteger();
        Path video = write("long", Coding.MPEG4_MP4, frames);
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            AtomicInteger seen = new AtomicInteger();
            long[] held = {0};
            List<Left> left = Streamed.frames(decoder, Streamed.video(video), memory, frame -> {
                most.accumulateAndGet(pool.leases(), Math::max);
                held[0] = Math.max(held[0], memory.reservedBytes());
                seen.incrementAndGet();
            });
            assertThat(left).hasSize(frames);
            assertThat(most.get()).as("leases at once").isOne();
            long frameBytes = 160 * 120 * 3;
            assertThat(memory.reservedBytes()).as("what may be under way still").isEqualTo(Streamed.AHEAD * frameBytes);
            assertThat(held[0])
                    .as("the decoder's as well")
                    .isGreaterThan((Streamed.AHEAD + 1) * frameBytes + (2 << 20));
            return held[0];
        }
    }

    @Test
    void shouldTakeWhatDecodesAndSayWhatDoesNotWhenToldToSkip() throws Exception {
        for (Coding coding : List.of(Coding.H264_MKV, Coding.MJPEG_AVI, Coding.VP9_WEBM)) {
            Path file = DamagedVideo.withoutPacket(write("sound", coding, 30), folder.resolve("damaged.mkv"), 12);
            List<List<Reel.SkippedFrame>> skipped = new ArrayList<>();

            List<Left> left = frames(file, frame -> skipped.add(frame.reel().skipped()));

            assertThat(left).as(coding + "").extracting(Left::index).isEqualTo(upTo(29));
            assertThat(left.get(28).count()).isEqualTo(29);
            assertThat(skipped.get(28)).as(coding + "").singleElement().satisfies(frame -> {
                assertThat(frame.index()).as("about where it is").isBetween(9, 13);
                assertThat(frame.name()).isEqualTo("damaged.mkv");
                assertThat(frame.fault())
                        .isEqualTo("CorruptVideo: 1 packets do not decode, 0 frames are patched up by the decoder");
            });
        }
    }

    @Test
    void shouldFailWhenAPacketDoesNotDecodeAndNoneMayBeMissing() throws Exception {
        for (Coding coding : List.of(Coding.H264_MKV, Coding.MJPEG_AVI, Coding.VP9_WEBM)) {
            Path sound = write("sound", coding, 30);
            Path file = DamagedVideo.withoutPacket(sound, folder.resolve("damaged"), 12);
            try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.FAIL)) {
                assertThat(Streamed.frames(decoder, Streamed.video(sound), frame -> {}))
                        .hasSize(30);
                assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(file), frame -> {}))
                        .as(coding + "")
                        .isInstanceOf(FaultException.class)
                        .hasMessageStartingWith("CorruptVideo: damage at frame ");
                assertThat(pool.leases()).as(coding + "").isZero();
            }
        }
    }

    @Test
    void shouldFailWhenAFrameIsPatchedUpAndNoneMayBe() throws Exception {
        Path file = DamagedVideo.inPacket(write("sound", Coding.H264_MKV, 30), folder.resolve("damaged"), 12);
        List<Left> left = frames(file, frame -> {});
        assertThat(left).hasSize(30);
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.FAIL)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(file), frame -> {}))
                    .hasMessage("CorruptVideo: damage at frame 12: 0 packets do not decode, 1 frames are patched up by"
                            + " the decoder; stages.decode.frame-error = skip takes what decodes");
        }
    }

    @Test
    void shouldFailWhenThereIsNoVideo() throws Exception {
        Path sound = write("sound.mp4", Coding.MPEG4_MP4, 5);
        SampleVideos.truncated(sound, folder.resolve("truncated"));
        SampleVideos.corrupt(write("h264.mp4", Coding.H264_MP4, 20), folder.resolve("corrupt"));
        Files.writeString(folder.resolve("text"), "no video");
        Files.createFile(folder.resolve("empty"));

        assertFault("MissingInput: ", "missing");
        assertFault("NotAVideo: this is a folder", "");
        assertFault("NotAVideo: ", "text");
        assertFault("EmptyInput: ", "empty");
        assertFault("CorruptVideo: ", "truncated");
        assertFault("CorruptVideo: not one frame decodes", "corrupt");
    }

    @Test
    void shouldBringEverythingHomeWhenTheMappingFails() throws Exception {
        Path video = write("video", Coding.MPEG4_MP4, 20);
        List<String> closed = new ArrayList<>();
        FrameMapping<Frame> failing = new FrameMapping<>() {
            @Override
            public Frame map(Frame frame) throws FaultException {
                if (frame.index() == 7) {
                    throw new FaultException("Broken", "a model fails");
                }
                return frame.share();
            }

            @Override
            public void close() {
                closed.add("mapping");
            }
        };
        try (FrameDecoder<Frame> decoder = decoder(failing)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(video), frame -> {
                        frame.reel().onRelease(() -> closed.add("reel"));
                    }))
                    .hasMessage("Broken: a model fails");
        }
        assertThat(closed).startsWith("mapping", "reel").hasSize(8);
    }

    @Test
    void shouldBringEverythingHomeWhenTheWorkerIsToLeave() throws Exception {
        Path video = write("video", Coding.MPEG4_MP4, 20);
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(video), frame -> {
                        if (frame.index() == 5) {
                            throw new InterruptedException("the output was left");
                        }
                    }))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("the output was left");
            assertThat(pool.leases()).isZero();
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(video), frame -> {
                        if (frame.index() == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("decoding was interrupted");
            assertThat(pool.leases()).isZero();
            assertThat(Streamed.frames(decoder, Streamed.video(video), frame -> {}))
                    .as("the decoder is as good as new")
                    .hasSize(20);
        }
    }

    @Test
    void shouldOpenAMappingForEachVideo() throws Exception {
        Path video = write("video", Coding.MPEG4_MP4, 3);
        List<String> calls = new ArrayList<>();
        AtomicInteger opened = new AtomicInteger();
        FrameDecodeSettings settings = Streamed.settings(FrameError.SKIP);
        try (FrameDecoder<Frame> decoder = new FrameDecoder<>(
                settings, 2, Streamed.EXTENSIONS, pool, 0, () -> noting(opened.getAndIncrement(), calls))) {
            Streamed.frames(decoder, Streamed.video(video), frame -> {});
            Streamed.frames(decoder, Streamed.video(video), frame -> {});
        }
        assertThat(calls)
                .containsExactly(
                        "0 frame 0", "0 frame 1", "0 frame 2", "0 end", "1 frame 0", "1 frame 1", "1 frame 2", "1 end");
    }

    private static FrameMapping<Frame> noting(int number, List<String> calls) {
        return new FrameMapping<>() {
            @Override
            public Frame map(Frame frame) {
                calls.add(number + " frame " + frame.index());
                return frame.share();
            }

            @Override
            public void close() {
                calls.add(number + " end");
            }
        };
    }

    /** 8 frames of 640x480 are 7 MiB, and the decoder holds some MiB more. */
    @Test
    void shouldLetFewerFramesBeUnderWayWhenThereIsLittleMemory() throws Exception {
        Path video = SampleVideos.write(folder.resolve("video"), Coding.MPEG4_MP4, 640, 480, 6)
                .file();
        FrameDecodeSettings settings = Streamed.settings(FrameError.SKIP);
        try (FrameDecoder<Frame> decoder =
                new FrameDecoder<>(settings, 32, Streamed.EXTENSIONS, pool, 0, () -> Frame::share)) {
            assertThat(Streamed.frames(decoder, Streamed.video(video), memory(64), frame -> {}))
                    .extracting(Left::most)
                    .containsOnly(32);
            assertThat(Streamed.frames(decoder, Streamed.video(video), memory(14), frame -> {}))
                    .hasSize(6)
                    .extracting(Left::most)
                    .allMatch(most -> most >= 1 && most <= 8);
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(video), memory(4), frame -> {}))
                    .hasMessageStartingWith("TooLarge: ");
        }
    }

    /** The header says 160x120, of which some frames leave before one of 640x480 comes. */
    @Test
    void shouldLetFewerFramesBeUnderWayWhenTheyGrowOnTheWay() throws Exception {
        Path growing = folder.resolve("growing.ts");
        Files.copy(sized("small.ts", 160, 120, 12), growing);
        Files.write(
                growing, Files.readAllBytes(sized("large.ts", 640, 480, 6)), java.nio.file.StandardOpenOption.APPEND);
        FrameDecodeSettings settings = Streamed.settings(FrameError.SKIP);
        try (FrameDecoder<Frame> decoder =
                new FrameDecoder<>(settings, 200, Streamed.EXTENSIONS, pool, 0, () -> Frame::share)) {
            List<Left> left = Streamed.frames(decoder, Streamed.video(growing), memory(64), frame -> {});
            assertThat(left)
                    .filteredOn(frame -> frame.width() == 640)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(frame -> {
                        assertThat(frame.most()).isBetween(1, 14);
                    });
            assertThat(left.get(3).most()).isEqualTo(200);
        }
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(growing), memory(64), frame -> {}))
                    .hasMessageStartingWith("TooLarge: a frame that needs ");
        }
    }

    private static Reservations memory(int mebibytes) {
        return new Reservations((long) mebibytes << 20, false, ticket -> {});
    }

    private FrameDecoder<Frame> decoder(FrameMapping<Frame> mapping) {
        return new FrameDecoder<>(
                Streamed.settings(FrameError.SKIP), Streamed.AHEAD, Streamed.EXTENSIONS, pool, 0, () -> mapping);
    }

    private void assertFault(String beginning, String name) {
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            Footage footage = Streamed.video(folder.resolve(name));
            assertThatThrownBy(() -> Streamed.frames(decoder, footage, frame -> {}))
                    .isInstanceOf(FaultException.class)
                    .hasMessageStartingWith(beginning)
                    .hasMessageNotContaining(folder.toString());
        }
    }

    private List<Left> frames(Path video, Streamed.Look look) throws Exception {
        try (FrameDecoder<Frame> decoder = Streamed.decoder(pool, FrameError.SKIP)) {
            return Streamed.frames(decoder, Streamed.video(video), look);
        }
    }

    private Path write(String name, Coding coding, int frames) throws Exception {
        return SampleVideos.write(folder.resolve(name), coding, 160, 120, frames)
                .file();
    }

    private Path sized(String name, int width, int height, int frames) throws Exception {
        return SampleVideos.write(folder.resolve(name), Coding.MPEG2_TS, width, height, frames)
                .file();
    }

    private static List<Integer> upTo(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static int number(Frame frame) {
        return FramePattern.read(frame.picture().pixels().buffer(), frame.width(), frame.height(), 3);
    }

    /** Of one that was turned clockwise by a quarter. */
    private static int numberTurned(Frame frame) {
        ByteBuffer upright = frame.picture().pixels().buffer();
        int width = frame.height();
        int height = frame.width();
        ByteBuffer stored = ByteBuffer.allocate(width * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                stored.put(upright.get(3 * (x * height + height - 1 - y)));
            }
        }
        return FramePattern.read(stored.flip(), width, height, 1);
    }
}
