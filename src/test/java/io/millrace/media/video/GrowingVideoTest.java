package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Reservations;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.sample.FramePattern;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of which the header says 160x120 and the second half is full HD. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GrowingVideoTest {

    private static final int SMALL_FRAMES = 12;
    private static final int LARGE_FRAMES = 5;
    private static final long LARGE_PIXELS = 1920 * 1080;

    /** More than the first half takes, less than two full HD frames. */
    private static final long LITTLE_BYTES = 6_000_000;

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    static Stream<Coding> codings() {
        return Stream.of(
                Coding.MPEG2_TS,
                new Coding("mpeg4", "m4v", avutil.AV_PIX_FMT_YUV420P, 0, false, false),
                new Coding("libopenh264", "h264", avutil.AV_PIX_FMT_YUV420P, 0, false, false),
                new Coding("mjpeg", "mjpeg", avutil.AV_PIX_FMT_YUVJ420P, 0, false, false));
    }

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @ParameterizedTest
    @MethodSource("codings")
    void shouldKeepFramesOfBothSizesWhenAStreamGrows(Coding coding) throws Exception {
        Reservations memory = new Reservations(Long.MAX_VALUE, false, ticket -> {});
        int all = SMALL_FRAMES + LARGE_FRAMES;
        try (Clip clip = decode(growing(coding), all, memory)) {
            int small = clip.facts().framesTotal() - LARGE_FRAMES;
            assertThat(small).as("FFmpeg's MPEG-2 drops the last one").isBetween(SMALL_FRAMES - 1, SMALL_FRAMES);
            for (Clip.Sample sample : clip.samples()) {
                Picture picture = clip.pictures().get(sample.picture());
                boolean grown = sample.index() >= small;
                assertThat(picture.width()).isEqualTo(grown ? 1920 : 160);
                assertThat(number(picture)).isEqualTo(sample.index() - (grown ? small : 0));
            }
            long pictures = clip.pictures().stream()
                    .mapToLong(picture -> picture.pixels().size())
                    .sum();
            assertThat(memory.reservedBytes()).isGreaterThan(pictures + 11 * LARGE_PIXELS);
        }
    }

    /** Only a small picture is kept; what the decoder holds itself is what does not fit. */
    @ParameterizedTest
    @MethodSource("codings")
    void shouldRefuseWhenTheDecodersFramesGrowPastTheLimit(Coding coding) throws Exception {
        Path small = write(coding, "small", 160, 120, SMALL_FRAMES);
        decode(small, 1, new Reservations(LITTLE_BYTES, false, ticket -> {})).close();
        Path growing = growing(coding);
        assertThatThrownBy(() -> decode(growing, 1, new Reservations(LITTLE_BYTES, false, ticket -> {})))
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("TooLarge: ");
    }

    private Clip decode(Path file, int frames, Reservations memory) throws Exception {
        VideoText wanted = Collected.whole(file);
        Part<VideoText> part = Parcel.first(new Ticket(Item.of("item", wanted), 0, 0, memory), wanted);
        DecodeSettings settings = Collected.settings(frames, Sampling.ENDPOINT_INCLUDED);
        try (VideoDecoder decoder = new VideoDecoder(settings, pool)) {
            return Collected.result(decoder, part);
        }
    }

    private Path growing(Coding coding) throws IOException {
        Path joined = folder.resolve("growing." + coding.format());
        try (OutputStream out = Files.newOutputStream(joined)) {
            Files.copy(write(coding, "small", 160, 120, SMALL_FRAMES), out);
            Files.copy(write(coding, "large", 1920, 1080, LARGE_FRAMES), out);
        }
        return joined;
    }

    private Path write(Coding coding, String name, int width, int height, int frames) throws IOException {
        Path file = folder.resolve(name + "." + coding.format());
        return SampleVideos.write(file, coding, width, height, frames).file();
    }

    private static int number(Picture picture) {
        return FramePattern.read(picture.pixels().buffer(), picture.width(), picture.height(), 1);
    }
}
