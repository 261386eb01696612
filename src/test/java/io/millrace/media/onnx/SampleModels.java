package io.millrace.media.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small model for pictures with its card, for tests of whole runs: the colours of {@value #SIDE} x {@value #SIDE}
 * cells.
 */
public final class SampleModels {

    public static final int SIDE = 8;
    public static final int DIMENSION = 3 * SIDE * SIDE;

    private static final long MANY = 100_000;

    private SampleModels() {}

    /** Takes pictures in batches of any size. Another {@code weight} makes other vectors. */
    public static Path model(Path file, float weight) throws IOException {
        return new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, SIDE, SIDE)
                .constant("weight", new float[] {weight})
                .constant("one", new float[] {1})
                .node("Mul", List.of("x", "weight"), "heavy")
                .node("Add", List.of("heavy", "one"), "more")
                .node("Flatten", List.of("more"), "y")
                .output("y", TinyOnnx.FLOAT, "n", DIMENSION)
                .write(file);
    }

    /** As {@link #model}, but each batch takes some tenths of a second. */
    public static Path slow(Path file) throws IOException {
        TinyOnnx body = new TinyOnnx()
                .input("i", TinyOnnx.INT64)
                .input("go", TinyOnnx.BOOL)
                .input("in", TinyOnnx.FLOAT, "n", DIMENSION)
                .node("Identity", List.of("go"), "goOn")
                .node("Identity", List.of("in"), "out")
                .output("goOn", TinyOnnx.BOOL)
                .output("out", TinyOnnx.FLOAT, "n", DIMENSION);
        return new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, SIDE, SIDE)
                .constant("times", MANY)
                .constant("yes", TinyOnnx.BOOL, new byte[] {1})
                .node("Flatten", List.of("x"), "flat")
                .node("Loop", List.of("times", "yes", "flat"), "y", TinyOnnx.Attribute.of("body", body))
                .output("y", TinyOnnx.FLOAT, "n", DIMENSION)
                .write(file);
    }

    /** What goes with {@link #model}. */
    public static Path card(Path file) throws IOException {
        return Files.writeString(
                file,
                """
                title = "cells"
                licence = "none"
                input {
                  height = 8
                  width = 8
                  layout = nchw
                  colour = rgb
                  mean = [127.5]
                  std = [127.5]
                }
                output.dimension = 192
                """);
    }
}
