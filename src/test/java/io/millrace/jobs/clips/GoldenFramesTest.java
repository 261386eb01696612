package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import io.millrace.config.Auto;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.VideoText;
import io.millrace.media.resize.Matrix;
import io.millrace.media.video.Collected;
import io.millrace.media.video.Corrupt;
import io.millrace.media.video.DecodeSettings;
import io.millrace.media.video.Method;
import io.millrace.media.video.Sampling;
import io.millrace.media.video.VideoDecoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** RGB frames of other projects' tests: ours may differ by 2 of 255. */
class GoldenFramesTest {

    private static final int TOLERANCE = 2;
    private static final BufferPool POOL = new BufferPool(64 << 20);

    @TestFactory
    Stream<DynamicTest> shouldGiveTheGoldenColours() throws IOException {
        Path folder = Fixtures.path("video");
        JsonNode frames = new ObjectMapper()
                .readTree(folder.resolve("golden_frames.json").toFile())
                .get("frames");
        return StreamSupport.stream(frames.spliterator(), false)
                .filter(golden -> golden.get("stream_index").asInt() == 0)
                .map(golden -> dynamicTest(golden.get("image").asText(), () -> check(folder, golden)));
    }

    private static void check(Path folder, JsonNode golden) throws Exception {
        BufferedImage image =
                ImageIO.read(folder.resolve(golden.get("image").asText()).toFile());
        Path video = folder.resolve(golden.get("video").asText());
        int index = golden.get("frame").asInt();
        // The truth says how many frames there are; so many samples are one of each.
        int total = total(folder, golden.get("video").asText());
        DecodeSettings every = new DecodeSettings(
                Auto.AUTO, 4, total, Sampling.ENDPOINT_INCLUDED, 178_956_970, Method.AUTO, Corrupt.FAIL);
        TransformSettings same = new TransformSettings(
                Auto.AUTO,
                4,
                new FrameSize(image.getHeight(), image.getWidth()),
                Filter.LINEAR,
                ChannelOrder.RGB,
                Matrix.STREAM,
                null);
        try (VideoDecoder decoder = new VideoDecoder(every, POOL);
                ClipTransform transform = new ClipTransform(same, null, POOL);
                Clip clip = Collected.result(decoder, new VideoText(video, "", Double.NaN, Double.NaN, null));
                ClipTensor tensor = Collected.result(transform, clip)) {
            assertThat(clip.samples().get(index).index()).isEqualTo(index);
            assertThat(farthest(tensor.frames().data().buffer(), index, image)).isLessThanOrEqualTo(TOLERANCE);
        }
        assertThat(POOL.leases()).isZero();
    }

    private static int total(Path folder, String video) throws IOException {
        JsonNode videos = new ObjectMapper()
                .readTree(folder.resolve("videos.json").toFile())
                .get("videos");
        for (JsonNode truth : videos) {
            if (truth.get("file").asText().equals(video)) {
                return truth.get("decoded_frames").asInt();
            }
        }
        throw new AssertionError("videos.json does not know " + video);
    }

    private static int farthest(ByteBuffer frames, int index, BufferedImage golden) {
        int at = index * golden.getHeight() * golden.getWidth() * 3;
        int farthest = 0;
        for (int y = 0; y < golden.getHeight(); y++) {
            for (int x = 0; x < golden.getWidth(); x++, at += 3) {
                int rgb = golden.getRGB(x, y);
                for (int channel = 0; channel < 3; channel++) {
                    int expected = rgb >> (16 - 8 * channel) & 0xff;
                    farthest = Math.max(farthest, Math.abs(expected - (frames.get(at + channel) & 0xff)));
                }
            }
        }
        return farthest;
    }
}
