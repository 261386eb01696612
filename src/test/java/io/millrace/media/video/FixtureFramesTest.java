package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.Thorough;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Picture;
import io.millrace.media.video.Streamed.Left;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every real video of the fixtures, frame by frame. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class FixtureFramesTest {

    /** Of videos longer than this it is enough that their beginning is right. */
    private static final int LONG = 1000;

    private static final BufferPool POOL = new BufferPool(64 << 20);

    @TestFactory
    Stream<DynamicTest> shouldHandOutEveryFrameUprightInTheColoursOfClips() throws IOException {
        Path folder = Fixtures.path("video");
        JsonNode videos = new ObjectMapper()
                .readTree(folder.resolve("videos.json").toFile())
                .get("videos");
        return StreamSupport.stream(videos.spliterator(), false)
                .map(truth -> dynamicTest(
                        truth.get("file").asText(),
                        () -> check(folder.resolve(truth.get("file").asText()), truth)));
    }

    /** What lies beside the videos of which the truth is known too. */
    @Test
    void shouldEndInFramesOrAFaultWhateverIsOdd() throws Exception {
        try (Stream<Path> files = Files.list(Fixtures.path("video/odd"));
                FrameDecoder<Frame> decoder = Streamed.decoder(POOL, FrameError.FAIL)) {
            for (Path file : files.toList()) {
                try {
                    assertThat(Streamed.frames(decoder, Streamed.video(file), frame -> {}))
                            .isNotEmpty();
                } catch (FaultException e) {
                    assertThat(e.fault().type()).isIn("CorruptVideo", "NoVideoStream", "EmptyInput");
                }
                assertThat(POOL.leases()).as(file.toString()).isZero();
            }
        }
    }

    /** The files were made of every tenth frame, as JPEG. */
    @Test
    void shouldSeeTheSameInAFolderOfFramesAsInTheVideo() throws Exception {
        Path hands = Fixtures.path("hands");
        Map<Integer, byte[]> video = new HashMap<>();
        try (FrameDecoder<Frame> decoder = Streamed.decoder(POOL, FrameError.FAIL)) {
            List<Left> all = Streamed.frames(decoder, Streamed.video(hands.resolve("video/asl_part1.mp4")), frame -> {
                if (frame.index() % 10 == 0) {
                    video.put(frame.index(), bytes(frame));
                }
            });
            List<Left> tenth =
                    Streamed.frames(decoder, Streamed.folder(hands.resolve("frames/asl_part1")), frame -> assertThat(
                                    meanDifference(bytes(frame), video.get(10 * frame.index())))
                            .as("frame " + frame.index())
                            .isLessThan(3));

            assertThat(all).hasSize(205);
            assertThat(tenth).hasSize(21);
            assertThat(meanDifference(video.get(0), video.get(100)))
                    .as("frames differ")
                    .isGreaterThan(3);
        }
    }

    private static void check(Path file, JsonNode truth) throws Exception {
        try (FrameDecoder<Frame> decoder = Streamed.decoder(POOL, FrameError.SKIP)) {
            if (truth.get("readable").asBoolean()) {
                checkDecodable(decoder, file, truth);
            } else {
                assertThatThrownBy(() -> Streamed.frames(decoder, Streamed.video(file), frame -> {}))
                        .isInstanceOfSatisfying(
                                FaultException.class,
                                e -> assertThat(e.fault().type()).isIn("CorruptVideo", "NoVideoStream", "EmptyInput"));
            }
        }
        assertThat(POOL.leases()).as("leases out").isZero();
    }

    private static void checkDecodable(FrameDecoder<Frame> decoder, Path file, JsonNode truth) throws Exception {
        int total = truth.get("decoded_frames").asInt();
        Thorough.require(total <= LONG, "a video of " + total + " frames");
        try (Clip clip = Collected.clip(POOL, Collected.whole(file), total > LONG ? 1 : 3)) {
            Map<Integer, Clip.Sample> samples = new HashMap<>();
            clip.samples().forEach(sample -> samples.put(sample.index(), sample));
            List<Integer> compared = new ArrayList<>();
            List<Left> left = Streamed.frames(decoder, Streamed.video(file), frame -> {
                Clip.Sample sample = samples.get(frame.index());
                if (sample != null) {
                    assertThat(frame.ptsS()).isCloseTo(sample.ptsS(), within(1e-9));
                    checkPixels(
                            frame,
                            clip.pictures().get(sample.picture()),
                            clip.facts().rotation());
                    compared.add(frame.index());
                }
            });

            assertThat(left).hasSize(total);
            assertThat(left.get(total - 1).count()).isEqualTo(total);
            assertThat(left)
                    .extracting(Left::width)
                    .containsOnly(truth.get("upright_width").asInt());
            assertThat(left)
                    .extracting(Left::height)
                    .containsOnly(truth.get("upright_height").asInt());
            assertThat(compared).hasSize(samples.size());
        }
    }

    /** Bit for bit what clips are made of, turned by hand. */
    private static void checkPixels(Frame frame, Picture stored, int rotation) throws Exception {
        try (RgbConverter converter = new RgbConverter(stored.layout(), stored.width(), stored.height());
                Mat rgb = converter.convert(stored)) {
            ByteBuffer from = rgb.createBuffer();
            int stride = (int) rgb.step(0);
            ByteBuffer upright = frame.picture().pixels().buffer();
            if (rotation == 0) {
                checkRows(frame, upright, from, stride);
                return;
            }
            int at = 0;
            for (int y = 0; y < frame.height(); y++) {
                for (int x = 0; x < frame.width(); x++) {
                    int place = place(x, y, frame, stride, rotation);
                    for (int channel = 0; channel < 3; channel++) {
                        if (upright.get(at++) != from.get(place + channel)) {
                            throw new AssertionError("frame " + frame.index() + " differs at " + x + ", " + y);
                        }
                    }
                }
            }
        }
    }

    private static void checkRows(Frame frame, ByteBuffer upright, ByteBuffer stored, int stride) {
        int bytes = 3 * frame.width();
        for (int y = 0; y < frame.height(); y++) {
            int differs = upright.slice(y * bytes, bytes).mismatch(stored.slice(y * stride, bytes));
            if (differs >= 0) {
                throw new AssertionError("frame " + frame.index() + " differs at " + differs / 3 + ", " + y);
            }
        }
    }

    /** Where the pixel of the upright frame is stored. */
    private static int place(int x, int y, Frame frame, int stride, int rotation) {
        return switch (rotation) {
            case 90 -> (frame.width() - 1 - x) * stride + 3 * y;
            case 180 -> (frame.height() - 1 - y) * stride + 3 * (frame.width() - 1 - x);
            case 270 -> x * stride + 3 * (frame.height() - 1 - y);
            default -> throw new AssertionError("turned by " + rotation);
        };
    }

    private static byte[] bytes(Frame frame) {
        ByteBuffer pixels = frame.picture().pixels().buffer();
        byte[] bytes = new byte[pixels.remaining()];
        pixels.get(bytes);
        return bytes;
    }

    private static double meanDifference(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return (double) sum / a.length;
    }
}
