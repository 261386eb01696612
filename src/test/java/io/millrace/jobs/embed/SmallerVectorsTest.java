package io.millrace.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Fixtures;
import io.millrace.config.Auto;
import io.millrace.media.image.ImageDecodeSettings;
import io.millrace.media.image.ImageDecoder;
import io.millrace.media.image.Scale;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.ModelSettings;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.Provider;
import io.millrace.media.onnx.UserModel;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.resize.ImageAligner;
import io.millrace.media.video.Collected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vectors of a real model, of pictures decoded smaller against those of every pixel. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SmallerVectorsTest {

    private static final long MOST_PIXELS = 1 << 28;

    private final BufferPool pool = new BufferPool(0);

    @Test
    void shouldHardlyMoveVectors() throws Exception {
        ModelSettings settings = new ModelSettings("mobilefacenet", Fixtures.path("models/mobilefacenet_112.onnx"));
        InferSettings infer = new InferSettings(
                Auto.AUTO, 64, new Auto(1), Duration.ofMillis(5), Provider.CPU, 1, 1, Duration.ofSeconds(60));
        int divided = 0;
        try (UserModel user = new UserModel(settings, infer, Path.of("conf"))) {
            OnnxModel model = user.open();
            DecodeScale smaller = DecodeScale.forModel(Scale.AUTO, model.card().alignment());
            for (Path file : photographs()) {
                Seen whole = seen(model, file, DecodeScale.EXACT);
                Seen part = seen(model, file, smaller);
                assertThat(cosine(whole.embedding.vector(), part.embedding.vector()))
                        .as(file.toString())
                        .isGreaterThan(0.995);
                divided += part.pixels < whole.pixels ? 1 : 0;
            }
        }
        assertThat(divided).as("pictures that were decoded smaller").isGreaterThan(30);
    }

    private record Seen(long pixels, Embedding embedding) {}

    private Seen seen(OnnxModel model, Path file, DecodeScale smaller) throws Exception {
        ImageDecodeSettings settings =
                new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(60), MOST_PIXELS, smaller.scale());
        try (ImageDecoder decoder = new ImageDecoder(settings, smaller.shorterSide(), pool, 0);
                ImageAligner aligner = new ImageAligner(model.card().alignment(), pool);
                OnnxEmbedder embedder = new OnnxEmbedder(model, pool);
                DecodedImage decoded = Collected.result(decoder, new ImageFile(file, "picture"));
                AlignedImage aligned = Collected.result(aligner, decoded)) {
            long pixels = (long) decoded.picture().width() * decoded.picture().height();
            return new Seen(pixels, Collected.result(embedder, aligned));
        }
    }

    private static List<Path> photographs() throws Exception {
        try (Stream<Path> faces = Files.walk(Fixtures.path("faces/pairs"));
                Stream<Path> others = Files.walk(Fixtures.path("dedup/images"))) {
            return Stream.concat(faces, others)
                    .filter(file -> file.toString().endsWith(".jpg"))
                    .toList();
        }
    }

    /** Both have length 1. */
    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
