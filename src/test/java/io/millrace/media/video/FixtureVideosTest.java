package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.VideoFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every real video of the fixtures against the truth that lies beside them, which FFmpeg 5.1 measured. */
class FixtureVideosTest {

    /**
     * A frame whose data is damaged: what the decoder puts there differs between FFmpeg 5.1 with one thread, with two,
     * and with slices as well. Every other frame of every file is the same in FFmpeg 5.1 and 8.0.
     */
    private static final String CONCEALED = "odd/decord_corrupted.mp4#48";

    /** Videos longer than this are decoded once. */
    private static final int LONG = 1000;

    /**
     * Files of which the packet index is not proven: other codecs, no timestamps, hidden frames, damage, interlaced.
     */
    private static final Set<String> IN_ORDER = Set.of(
            "plain/testsrc2_mpeg4.avi",
            "plain/testsrc2_odd_height_and_width_mpeg2.mp4",
            "plain/sine_stereo_mp2.mpg",
            "plain/animated.gif",
            "odd/decord_corrupted.mp4",
            "plain/ax_sample_edit_list_only_preroll_sync_sample.mp4",
            "plain/ax_sample_h262_mpeg_audio.ts",
            "plain/ax_bbb_2500ms.ts",
            "plain/ax_bbb_176x144_128kbps_15fps_h263.3gp",
            "plain/ax_dolbyVision-hdr.MOV",
            "plain/ax_sample_android_slow_motion.mp4",
            "plain/mp4p_MOV00006.3gp",
            "plain/mp4p_count.h264",
            "odd/lw_block_ends_beyond_cluster.mkv",
            "near_duplicates/v2.m4v",
            "near_duplicates/v2s.mov",
            "near_duplicates/v1.m4v");

    private static final BufferPool POOL = new BufferPool(64 << 20);

    @TestFactory
    Stream<DynamicTest> shouldAgreeWithTheTruthWhenDecoding() throws IOException {
        Path folder = Fixtures.path("video");
        JsonNode videos = new ObjectMapper()
                .readTree(folder.resolve("videos.json").toFile())
                .get("videos");
        return StreamSupport.stream(videos.spliterator(), false)
                .map(truth -> dynamicTest(
                        truth.get("file").asText(),
                        () -> check(folder.resolve(truth.get("file").asText()), truth)));
    }

    private static void check(Path file, JsonNode truth) throws Exception {
        if (truth.get("readable").asBoolean()) {
            checkDecodable(file, truth);
        } else {
            checkFault(file);
        }
        assertThat(POOL.leases()).as("leases out").isZero();
    }

    private static void checkFault(Path file) {
        assertThatThrownBy(() -> Collected.clip(POOL, Collected.whole(file), 3))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault().type()).isIn("CorruptVideo", "NoVideoStream", "EmptyInput"))
                .hasMessageNotContaining(file.getFileName().toString());
    }

    private static void checkDecodable(Path file, JsonNode truth) throws Exception {
        int total = truth.get("decoded_frames").asInt();
        // Two samples without the end are the first and the middle frame, two with the end the first and the last.
        try (Clip clip = Collected.clip(POOL, Collected.whole(file), 2)) {
            checkFacts(clip.facts(), truth);
            assertThat(clip.decoding())
                    .isEqualTo(IN_ORDER.contains(truth.get("file").asText()) ? "sequential" : "sparse");
            checkSamples(clip, truth, 0, total - 1);
        }
        if (total <= LONG) {
            try (VideoDecoder decoder = new VideoDecoder(Collected.settings(2, Sampling.ENDPOINT_EXCLUDED), POOL);
                    Clip clip = Collected.result(decoder, Collected.whole(file))) {
                checkSamples(clip, truth, 0, total / 2);
            }
        }
    }

    private static void checkFacts(VideoFacts facts, JsonNode truth) {
        assertThat(facts.framesTotal()).isEqualTo(truth.get("decoded_frames").asInt());
        assertThat(facts.codec()).isEqualTo(truth.get("codec").asText());
        assertThat(facts.width()).isEqualTo(truth.get("upright_width").asInt());
        assertThat(facts.height()).isEqualTo(truth.get("upright_height").asInt());
        assertThat(facts.rotation())
                .isEqualTo(Math.floorMod(-truth.get("rotation").asInt(), 360));
    }

    private static void checkSamples(Clip clip, JsonNode truth, int... indices) throws Exception {
        assertThat(clip.samples()).extracting(Clip.Sample::index).containsExactly(indices[0], indices[1]);
        List<Double> times = times(truth);
        for (Clip.Sample sample : clip.samples()) {
            Picture picture = clip.pictures().get(sample.picture());
            assertThat(picture.layout().name()).isEqualTo(truth.get("pix_fmt").asText());
            if (!CONCEALED.equals(truth.get("file").asText() + "#" + sample.index())) {
                assertThat(md5(picture.pixels().buffer()))
                        .as("frame " + sample.index())
                        .isEqualTo(truth.get("frame_md5_native_pix_fmt")
                                .get("" + sample.index())
                                .asText());
            }
            if (times.size() == clip.facts().framesTotal()) {
                assertThat(sample.ptsS()).isCloseTo(times.get(sample.index()), within(1e-6));
            }
        }
    }

    /** The times list a null for each piece of side data ffprobe printed behind a frame; these are no frames. */
    private static List<Double> times(JsonNode truth) {
        List<Double> times = new ArrayList<>();
        if (truth.has("frame_times_s")) {
            truth.get("frame_times_s").forEach(time -> {
                if (time.isNumber()) {
                    times.add(time.asDouble());
                }
            });
        }
        return times;
    }

    private static String md5(ByteBuffer bytes) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(bytes);
        return HexFormat.of().formatHex(md5.digest());
    }
}
