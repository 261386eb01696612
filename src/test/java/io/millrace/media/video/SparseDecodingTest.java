package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.Thorough;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.sample.SampleVideos;
import io.millrace.media.sample.SampleVideos.Coding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves {@link SparseSupport}: whatever is asked of a sound video, decoding a part of it gives what decoding all of it
 * gives, bit for bit; and what decides for one way or the other is known for every file here.
 */
class SparseDecodingTest {

    /** What asks for more is decoded a few times only. */
    private static final long MANY_PIXELS = Thorough.wanted() ? 5_000_000 : 500_000;

    /** And what asks for more than this, once. */
    private static final long MOST_PIXELS = Thorough.wanted() ? 200_000_000 : 50_000_000;

    private final BufferPool pool = new BufferPool(64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> shouldDecodeTheSameWhenAVideoIsReal() throws IOException {
        Path videos = Fixtures.path("video");
        JsonNode all = new ObjectMapper()
                .readTree(videos.resolve("videos.json").toFile())
                .get("videos");
        return StreamSupport.stream(all.spliterator(), false)
                .map(truth -> dynamicTest(truth.get("file").asText(), () -> {
                    Path file = videos.resolve(truth.get("file").asText());
                    BothWays both = BothWays.of(file, pool);
                    long pixels = pixels(truth);
                    Thorough.require(pixels < 1_000_000_000, "a video of " + pixels + " pixels");
                    String way = pixels > MOST_PIXELS
                            ? both.compareOnce()
                            : pixels > MANY_PIXELS ? both.compareFew() : both.compareMany();
                    assertThat(way).isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldDecodeTheSameWhenAnEncoderOfMannersMadeIt() {
        return Stream.of(
                        "x264.mp4|-c:v libx264 -g 30|sparse",
                        "x264-pyramid.mkv|-c:v libx264 -g 40 -bf 6 -b_strategy 0 -x264-params b-pyramid=normal|sparse",
                        "x264-open.mp4|-c:v libx264 -g 30 -x264-params open-gop=1:b-pyramid=normal|sparse",
                        "x264-b-none.mov|-c:v libx264 -g 30 -bf 0|sparse",
                        "x264-weightp.mp4|-c:v libx264 -g 250 -preset slower|sparse",
                        "x264.ts|-c:v libx264 -g 30|sparse",
                        "x264.flv|-c:v libx264 -g 30|sparse",
                        "x264-fragmented.mp4|-c:v libx264 -g 30 -movflags frag_keyframe+empty_moov|sparse",
                        "x264-trimmed.mp4|-c:v libx264 -g 30 -ss 0.5|sparse",
                        "x264-interlaced.mp4|-c:v libx264 -g 30 -flags +ildct+ilme|sequential",
                        "x264-intra-refresh.mp4|-c:v libx264 -g 30 -x264-params intra-refresh=1|sparse",
                        "x264.avi|-c:v libx264 -g 30|sequential",
                        "x264.h264|-c:v libx264 -g 30|sequential",
                        "x265.mp4|-c:v libx265 -g 30 -x265-params log-level=none|sparse",
                        "x265-closed.mkv|-c:v libx265 -g 30 -x265-params log-level=none:open-gop=0|sparse",
                        "x265-layers.mp4|-c:v libx265 -g 30 -x265-params log-level=none:temporal-layers=1|sparse",
                        "x265-radl.mp4|-c:v libx265 -g 30 -x265-params log-level=none:open-gop=0:radl=2|sparse",
                        "x265.ts|-c:v libx265 -g 30 -x265-params log-level=none|sparse",
                        "vp9.webm|-c:v libvpx-vp9 -g 30 -cpu-used 8 -b:v 300k|sparse",
                        "vp9-alt.webm|-c:v libvpx-vp9 -g 30 -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 25 -b:v 300k|sparse",
                        "vp9.mp4|-c:v libvpx-vp9 -g 30 -cpu-used 8 -b:v 300k|sparse",
                        "vp8.webm|-c:v libvpx -g 30 -cpu-used 8 -auto-alt-ref 0 -b:v 300k|sparse",
                        "vp8-alt.webm|-c:v libvpx -g 30 -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 25 -b:v 300k|sparse",
                        "av1.mp4|-c:v libaom-av1 -g 30 -cpu-used 8 -b:v 300k|sparse",
                        "av1-lag.webm|-c:v libaom-av1 -g 40 -cpu-used 6 -lag-in-frames 25 -b:v 300k|sparse",
                        "av1-grain.mkv|-c:v libaom-av1 -g 30 -cpu-used 8 -b:v 300k -denoise-noise-level 25|sparse",
                        "svt-av1.mp4|-c:v libsvtav1 -g 30 -preset 10|sparse",
                        "mpeg4.mp4|-c:v mpeg4 -g 30 -bf 2|sequential",
                        "mpeg2.ts|-c:v mpeg2video -g 15 -bf 2|sequential",
                        "mjpeg.mov|-c:v mjpeg -pix_fmt yuvj420p|sparse",
                        "mjpeg.avi|-c:v mjpeg -pix_fmt yuvj420p|sparse",
                        "gif.gif|-pix_fmt rgb8|sequential")
                .map(line -> line.split("\\|"))
                .map(parts -> dynamicTest(parts[0] + " " + parts[1], () -> {
                    Path file = FfmpegVideo.write(folder.resolve(parts[0]), "192x108", 100, parts[1]);
                    assertThat(BothWays.of(file, pool).compareMany()).isEqualTo(parts[2]);
                }));
    }

    /** The bundled encoders need nobody's program. */
    @TestFactory
    Stream<DynamicTest> shouldDecodeTheSameWhenABundledEncoderMadeIt() {
        Coding vp8 = new Coding("libvpx", "webm", avutil.AV_PIX_FMT_YUV420P, 0, false, false);
        Coding vp9 = new Coding("libvpx-vp9", "mp4", avutil.AV_PIX_FMT_YUV420P, 0, false, false);
        Coding ts = new Coding("libopenh264", "mpegts", avutil.AV_PIX_FMT_YUV420P, 0, false, false);
        Map<Coding, String> ways = Map.of(
                Coding.H264_MP4,
                "sparse",
                Coding.H264_MKV,
                "sparse",
                ts,
                "sparse",
                Coding.VP9_WEBM,
                "sparse",
                vp9,
                "sparse",
                vp8,
                "sparse",
                Coding.MJPEG_AVI,
                "sparse",
                Coding.MPEG4_MP4,
                "sequential",
                Coding.MPEG2_TS,
                "sequential",
                Coding.FFV1_MKV,
                "sequential");
        return ways.entrySet().stream()
                .map(way -> dynamicTest(way.getKey() + "", () -> {
                    Path file = folder.resolve(
                            way.getKey().codec() + "." + way.getKey().format());
                    SampleVideos.write(file, way.getKey(), 160, 120, 80);
                    assertThat(BothWays.of(file, pool).compareMany()).isEqualTo(way.getValue());
                }));
    }

    /** Where the packets do not fit beside the decoder, the file is read twice instead. */
    @Test
    void shouldNeedNoMoreMemoryThanInOrderWhenItIsScarce() throws Exception {
        Path file = folder.resolve("small.mkv");
        SampleVideos.write(file, Coding.H264_MKV, 160, 120, 80);
        BothWays both = BothWays.of(file, pool);
        long tooLittle = 0;
        long enough = 1L << 30;
        while (enough - tooLittle > 1) {
            long middle = (tooLittle + enough) / 2;
            if (both.within(middle, Method.SEQUENTIAL) == null) {
                tooLittle = middle;
            } else {
                enough = middle;
            }
        }
        assertThat(both.within(enough, Method.AUTO)).isEqualTo("sparse");
        assertThat(both.within(tooLittle, Method.AUTO)).isNull();
    }

    /**
     * Damage. Whatever way is taken, the item ends alike in kind. Where all was decoded in order the results are the
     * same; where a part was, they are the same unless decoding in order meets damage in frames that nobody asked for.
     */
    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void shouldEndAsInOrderWhenBytesAreDamaged() throws Exception {
        long seed = 20260301;
        Random random = new Random(seed);
        Coding[] codings = {Coding.H264_MP4, Coding.H264_MKV, Coding.VP9_WEBM, Coding.MJPEG_AVI, Coding.MPEG4_MP4};
        Map<String, Integer> ends = new TreeMap<>();
        for (Coding coding : codings) {
            Path whole = folder.resolve("whole");
            SampleVideos.write(whole, coding, 160, 120, 30);
            for (int i = 0; i < 40; i++) {
                Path file = Files.write(folder.resolve("damaged"), damaged(Files.readAllBytes(whole), random));
                for (Corrupt corrupt : Corrupt.values()) {
                    String end = BothWays.of(file, pool).compareDamaged(corrupt);
                    assertThat(end)
                            .as("seed " + seed + ", " + coding + " " + i + " " + corrupt)
                            .doesNotContain("differs");
                    ends.merge(end, 1, Integer::sum);
                }
            }
        }
        assertThat(ends).as("damage of every sort").containsKeys("sparse alike", "sequential alike", "CorruptVideo");
    }

    /** A quarter is cut off, the others have bits turned: in the headers, or anywhere. */
    private static byte[] damaged(byte[] whole, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
        }
        int reach = random.nextBoolean() ? Math.min(whole.length, 600) : whole.length;
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            whole[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        return whole;
    }

    private static long pixels(JsonNode truth) {
        long picture = truth.path("upright_width").asLong()
                * truth.path("upright_height").asLong();
        return picture * truth.path("decoded_frames").asLong();
    }
}
