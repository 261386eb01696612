package io.millrace.stage.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.config.Auto;
import io.millrace.item.FaultException;
import io.millrace.media.BufferPool;
import io.millrace.media.Clip;
import io.millrace.media.VideoFacts;
import io.millrace.media.VideoText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every real video of the fixtures against the truth that lies beside them, which FFmpeg 5.1 measured. */
class FixtureVideosTest {

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

    private static void checkFault(Path file) throws Exception {
        try (VideoDecoder decoder = decoder(3)) {
            Throwable thrown = catchThrowable(
                    () -> Collected.result(decoder, new VideoText(file, "", Double.NaN, Double.NaN, null)));
            assertThat(thrown).isInstanceOf(FaultException.class);
            System.out.println("FAULT " + file.getFileName() + " " + thrown.getMessage());
        }
    }

    private static void checkDecodable(Path file, JsonNode truth) throws Exception {
        List<Double> times = new ArrayList<>();
        if (truth.has("frame_times_s"))
            truth.get("frame_times_s").forEach(t -> {
                if (t.isNumber()) times.add(t.asDouble());
            });
        int total = truth.get("decoded_frames").asInt();
        try (VideoDecoder decoder = decoder(3);
                Clip clip = Collected.result(decoder, new VideoText(file, "", Double.NaN, Double.NaN, null))) {
            VideoFacts f = clip.facts();
            System.out.println("OK " + file.getFileName() + " " + f + " truth " + total + " fps "
                    + truth.get("avg_frame_rate") + " dur " + truth.get("duration_s") + " layout "
                    + clip.pictures().get(0).layout());
            JsonNode md5 = truth.get("frame_md5_native_pix_fmt");
            for (Clip.Sample s : clip.samples()) {
                String m = md5(clip.pictures().get(s.picture()).pixels().buffer());
                boolean ok = !md5.has("" + s.index())
                        || md5.get("" + s.index()).asText().equals(m);
                if (!ok || !md5.has("" + s.index())) System.out.println("   MD5 " + ok + " " + s);
                if (times.size() == total && Math.abs(times.get(s.index()) - s.ptsS()) > 2e-6)
                    System.out.println("   TIME " + s + " " + times.get(s.index()));
            }
            if (f.framesTotal() != total) System.out.println("   COUNT");
            int rot = Math.floorMod(-truth.get("rotation").asInt(), 360);
            if (rot != f.rotation() || f.width() != truth.get("upright_width").asInt())
                System.out.println("   ROT " + rot);
        }
    }

    private static String md5(ByteBuffer bytes) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(bytes);
        return HexFormat.of().formatHex(md5.digest());
    }

    private static VideoDecoder decoder(int frames) {
        return new VideoDecoder(
                new DecodeSettings(Auto.AUTO, 4, frames, Sampling.ENDPOINT_INCLUDED, 178_956_970), POOL);
    }
}
