package io.millrace.media.onnx;

import io.millrace.config.Auto;
import io.millrace.media.onnx.TinyOnnx.Attribute;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Models of a few nodes for pictures of {@value #HEIGHT} x {@value #WIDTH} pixels, and what goes with them. */
public final class TinyModels {

    public static final int HEIGHT = 4;
    public static final int WIDTH = 6;
    public static final int NUMBERS = 3 * HEIGHT * WIDTH;

    private TinyModels() {}

    /** The mean of each colour: three numbers, in any batch the same. */
    public static Path means(Path file, Object batch) throws IOException {
        return new TinyOnnx()
                .input("picture", TinyOnnx.FLOAT, batch, 3, HEIGHT, WIDTH)
                .node("GlobalAveragePool", List.of("picture"), "pooled")
                .node("Flatten", List.of("pooled"), "means")
                .output("means", TinyOnnx.FLOAT, batch, 3)
                .write(file);
    }

    /** All numbers as they are. */
    public static Path all(Path file, Object batch, int type, TensorLayout layout) throws IOException {
        TinyOnnx model = new TinyOnnx();
        if (layout == TensorLayout.NCHW) {
            model.input("x", type, batch, 3, HEIGHT, WIDTH);
        } else {
            model.input("x", type, batch, HEIGHT, WIDTH, 3);
        }
        return model.node("Flatten", List.of("x"), "y")
                .output("y", type, batch, NUMBERS)
                .write(file);
    }

    /** What each picture has beyond the mean of its batch. */
    static Path mixing(Path file) throws IOException {
        return new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, HEIGHT, WIDTH)
                .node("Flatten", List.of("x"), "flat")
                .node("ReduceMean", List.of("flat"), "mean", Attribute.of("axes", new long[] {0}))
                .constant("tenth", new float[] {0.1f})
                .node("Mul", List.of("mean", "tenth"), "share")
                .node("Sub", List.of("flat", "share"), "y")
                .output("y", TinyOnnx.FLOAT, "n", NUMBERS)
                .write(file);
    }

    /** The mean of each colour; of a picture that is white all over not for hours. */
    static Path endlessOnWhite(Path file) throws IOException {
        TinyOnnx body = new TinyOnnx()
                .input("i", TinyOnnx.INT64)
                .input("go", TinyOnnx.BOOL)
                .input("in", TinyOnnx.FLOAT, "n", 3)
                .node("Identity", List.of("go"), "goOn")
                .node("Identity", List.of("in"), "out")
                .output("goOn", TinyOnnx.BOOL)
                .output("out", TinyOnnx.FLOAT, "n", 3);
        return new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, HEIGHT, WIDTH)
                .node("ReduceMin", List.of("x"), "darkest", Attribute.of("keepdims", 0))
                .constant("almost", new float[] {254})
                .constant("many", new float[] {1e12f})
                .node("Sub", List.of("darkest", "almost"), "beyond")
                .node("Relu", List.of("beyond"), "white")
                .node("Mul", List.of("white", "many"), "timesFloat")
                .node("Cast", List.of("timesFloat"), "times", Attribute.of("to", TinyOnnx.INT64))
                .constant("yes", TinyOnnx.BOOL, new byte[] {1})
                .node("GlobalAveragePool", List.of("x"), "pooled")
                .node("Flatten", List.of("pooled"), "means")
                .node("Loop", List.of("times", "yes", "means"), "looped", Attribute.of("body", body))
                .output("looped", TinyOnnx.FLOAT, "n", 3)
                .write(file);
    }

    /** For numbers as they are, of length 1 only where that is said. */
    public static ModelCard card(int dimension) {
        return card(input(TensorLayout.NCHW), new ModelCard.Output(dimension, null, false, List.of()));
    }

    public static ModelCard card(ModelCard.Input input, ModelCard.Output output) {
        return new ModelCard(
                "tiny",
                new ModelCard.About("", "", ModelKind.EMBEDDING, null),
                input,
                new Alignment(input.height(), input.width(), Fit.STRETCH, Filter.AREA),
                output,
                new ModelCard.SelfTest(List.of(), 0.001),
                "");
    }

    public static ModelCard.Input input(TensorLayout layout) {
        return new ModelCard.Input(HEIGHT, WIDTH, layout, ChannelOrder.RGB, 255, List.of("0"), List.of("1"), false);
    }

    public static InferSettings settings(int batch) {
        return settings(batch, Provider.CPU);
    }

    public static InferSettings settings(int batch, Provider provider) {
        return new InferSettings(
                Auto.AUTO, 64, new Auto(batch), Duration.ofMillis(2), provider, 1, 1, Duration.ofSeconds(30));
    }

    public static AlignedImage image(BufferPool pool, byte[] rgb) {
        return image(pool, HEIGHT, WIDTH, rgb);
    }

    public static AlignedImage image(BufferPool pool, int height, int width, byte[] rgb) {
        Lease pixels = pool.lease(rgb.length);
        pixels.buffer().put(rgb);
        return new AlignedImage(
                new ImageFile(Path.of("a.png"), "a.png"),
                "0".repeat(64),
                width,
                height,
                new Tensor(new int[] {height, width, 3}, pixels));
    }

    /** The picture of the self-test. */
    public static byte[] ramp(int bytes) {
        byte[] ramp = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            ramp[i] = (byte) (31L * i % 255);
        }
        return ramp;
    }
}
