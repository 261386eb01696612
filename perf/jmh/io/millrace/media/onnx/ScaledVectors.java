package io.millrace.media.onnx;

import io.millrace.config.Auto;
import io.millrace.engine.item.FaultException;
import io.millrace.jobs.embed.OnnxEmbedder;
import io.millrace.media.image.ImageDecodeSettings;
import io.millrace.media.image.ImageDecoder;
import io.millrace.media.image.Scale;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far vectors move when JPEG is decoded smaller: cosines of those made of every pixel and those made of a part, by
 * what the sides were divided by and by how many times the model's side was kept.
 * {@code ScaledVectors MODEL.onnx CARD FOLDER...}
 */
final class ScaledVectors {

    private static final int[] FACTORS = {1, 2, 3, 4};
    private static final long MOST_PIXELS = 1 << 28;

    private final BufferPool pool = new BufferPool(0);
    private final OnnxModel model;
    private final ImageAligner aligner;
    private final OnnxEmbedder embedder;

    private ScaledVectors(OnnxModel model) {
        this.model = model;
        this.aligner = new ImageAligner(model.card().alignment(), pool);
        this.embedder = new OnnxEmbedder(model, pool);
    }

    public static void main(String[] arguments) throws Exception {
        ModelSettings settings = new ModelSettings(arguments[1], Path.of(arguments[0]));
        InferSettings infer = new InferSettings(
                Auto.AUTO, 64, new Auto(1), Duration.ofMillis(5), Provider.CPU, 1, 1, Duration.ofSeconds(60));
        try (UserModel model = new UserModel(settings, infer, Path.of("conf"))) {
            ScaledVectors vectors = new ScaledVectors(model.open());
            for (String folder : Arrays.asList(arguments).subList(2, arguments.length)) {
                System.out.println(folder);
                vectors.measure(Path.of(folder));
            }
        }
        System.exit(0);
    }

    private void measure(Path folder) throws Exception {
        Map<String, List<Double>> cosines = new TreeMap<>();
        for (Path file : files(folder)) {
            Seen whole = seen(file, Scale.EXACT, 0);
            for (int factor : whole == null ? new int[0] : FACTORS) {
                int side = Math.max(
                        model.card().alignment().height(),
                        model.card().alignment().width());
                Seen part = seen(file, Scale.FAST, factor * side);
                if (part.shorter < whole.shorter) {
                    String what = factor + "x, decoded at 1/" + Math.round((double) whole.shorter / part.shorter);
                    cosines.computeIfAbsent(what, key -> new ArrayList<>()).add(cosine(whole.embedding.vector(), part.embedding.vector()));
                }
            }
        }
        cosines.forEach(ScaledVectors::print);
    }

    private static void print(String what, List<Double> cosines) {
        double[] sorted =
                cosines.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "%-24s %4d pictures, cosine at least %.5f, median %.5f%n",
                what, sorted.length, sorted[0], sorted[sorted.length / 2]);
    }

    private record Seen(int shorter, Embedding embedding) {}

    /** Null for what is no picture. */
    private Seen seen(Path file, Scale scale, int target) throws Exception {
        ImageDecodeSettings settings =
                new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(60), MOST_PIXELS, scale);
        try (ImageDecoder decoder = new ImageDecoder(settings, target, pool, 0);
                DecodedImage decoded = Collected.result(decoder, new ImageFile(file, "picture"));
                AlignedImage aligned = Collected.result(aligner, decoded)) {
            int shorter =
                    Math.min(decoded.picture().width(), decoded.picture().height());
            return new Seen(shorter, Collected.result(embedder, aligned));
        } catch (FaultException e) {
            return null;
        }
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(file -> file.toString().matches(".*\\.jpe?g")).sorted().toList();
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
