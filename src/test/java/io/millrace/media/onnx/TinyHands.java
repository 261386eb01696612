package io.millrace.media.onnx;

import io.millrace.jobs.landmarks.FittedFrame;
import io.millrace.jobs.landmarks.FrameCrops;
import io.millrace.jobs.landmarks.Region;
import io.millrace.media.pixel.Alignment;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ChannelOrder;
import io.millrace.media.pixel.Filter;
import io.millrace.media.pixel.Fit;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.pixel.Reel;
import io.millrace.media.pixel.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Palm and hand models of a few nodes, whose answers are numbers of the picture; their pictures are red throughout. */
public final class TinyHands {

    /** Of a palm detector's picture: 14 anchors. */
    public static final int PALM_SIDE = 16;

    static final int ANCHORS = 14;

    /** Of a hand model's picture. */
    public static final int HAND_SIDE = 8;

    private TinyHands() {}

    /** Says of every anchor what the first numbers of the picture are; scores are those behind them, less 128. */
    public static Path palms(Path file, Object batch) throws IOException {
        TinyOnnx model = new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, batch, 3, PALM_SIDE, PALM_SIDE)
                .node("Flatten", List.of("x"), "flat")
                .constant("middle", new float[] {128})
                .constant("shape", TinyOnnx.INT64, longs(-1, ANCHORS, 18), 3)
                .constant("scoreShape", TinyOnnx.INT64, longs(-1, ANCHORS, 1), 3);
        slice(model, "flatBoxes", 0, ANCHORS * 18);
        slice(model, "flatScores", ANCHORS * 18, ANCHORS * 19);
        return model.node("Reshape", List.of("flatBoxes", "shape"), "a")
                .node("Sub", List.of("flatScores", "middle"), "centred")
                .node("Reshape", List.of("centred", "scoreShape"), "b")
                .output("b", TinyOnnx.FLOAT, batch, ANCHORS, 1)
                .output("a", TinyOnnx.FLOAT, batch, ANCHORS, 18)
                .write(file);
    }

    /** Landmarks, presence, handedness and metres: the numbers of the picture, one after the other. */
    public static Path hands(Path file, Object batch) throws IOException {
        return hands(file, batch, "points", "presence", "handedness", "metres");
    }

    /** With the outputs in another order, or fewer. */
    public static Path hands(Path file, Object batch, String... outputs) throws IOException {
        TinyOnnx model = new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, batch, 3, HAND_SIDE, HAND_SIDE)
                .node("Flatten", List.of("x"), "flat")
                .constant("white", new float[] {255})
                .constant("milli", new float[] {0.001f});
        slice(model, "points", 0, 63);
        slice(model, "rawPresence", 63, 64);
        slice(model, "rawHandedness", 64, 65);
        slice(model, "rawMetres", 65, 128);
        model.node("Div", List.of("rawPresence", "white"), "presence")
                .node("Div", List.of("rawHandedness", "white"), "handedness")
                .node("Mul", List.of("rawMetres", "milli"), "metres");
        for (String output : outputs) {
            model.output(output, TinyOnnx.FLOAT, batch, output.endsWith("s") && !output.startsWith("h") ? 63 : 1);
        }
        return model.write(file);
    }

    public static ModelCard palmCard() {
        return card(ModelKind.PALM, PALM_SIDE, List.of());
    }

    public static ModelCard handCard(String... names) {
        return card(ModelKind.HAND, HAND_SIDE, List.of(names));
    }

    /** A frame with noise in it, fitted for the model. */
    public static FittedFrame fitted(BufferPool pool, int seed, int side) {
        byte[] rgb = new byte[3 * side * side];
        new Random(seed).nextBytes(rgb);
        Lease pixels = lease(pool, rgb);
        Picture picture = new Picture(PixelLayout.RGB24, 20, 10, lease(pool, new byte[600]));
        return new FittedFrame(
                new Frame(seed, seed / 25.0, picture),
                new Tensor(new int[] {side, side, 3}, pixels),
                Region.letterbox(20, 10));
    }

    /** A frame with so many crops of noise, in each of which there is a hand. */
    public static FrameCrops crops(BufferPool pool, int seed, int count, int side) {
        byte[] rgb = new byte[3 * side * side * count];
        new Random(seed).nextBytes(rgb);
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            regions.add(new Region(100 + 300 * i, 100, 50, 50, 0.1 * i));
            setPresence(rgb, i, side, 255);
        }
        Tensor pixels = count == 0 ? null : new Tensor(new int[] {count, side, side, 3}, lease(pool, rgb));
        return new FrameCrops(new Reel(null, Double.NaN), seed, seed / 25.0, 800, 200, regions, pixels);
    }

    /** The 64th red is the presence. */
    static void setPresence(byte[] rgb, int crop, int side, int value) {
        rgb[crop * 3 * side * side + 3 * 63] = (byte) value;
    }

    private static ModelCard card(ModelKind kind, int side, List<String> names) {
        ModelCard.Input input = new ModelCard.Input(
                side, side, TensorLayout.NCHW, ChannelOrder.RGB, 255, List.of("0"), List.of("1"), false);
        return new ModelCard(
                "tiny",
                new ModelCard.About("", "", kind, null),
                input,
                new Alignment(side, side, Fit.LETTERBOX, Filter.LINEAR),
                new ModelCard.Output(null, null, false, names),
                new ModelCard.SelfTest(List.of(), 0.001),
                "");
    }

    private static Lease lease(BufferPool pool, byte[] bytes) {
        Lease lease = pool.lease(bytes.length);
        lease.buffer().put(bytes);
        return lease;
    }

    private static void slice(TinyOnnx model, String output, long from, long to) {
        model.constant(output + "From", TinyOnnx.INT64, longs(from), 1)
                .constant(output + "To", TinyOnnx.INT64, longs(to), 1)
                .constant(output + "Axis", TinyOnnx.INT64, longs(1), 1)
                .node("Slice", List.of("flat", output + "From", output + "To", output + "Axis"), output);
    }

    private static byte[] longs(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return raw.array();
    }
}
