package io.millrace.media.onnx;

import java.util.Locale;

/** Order of the axes of a model's input: batch, colours, height, width. */
public enum TensorLayout {
    /** A plane for each colour. */
    NCHW,
    /** The colours of a pixel side by side. */
    NHWC;

    long[] shape(long count, int height, int width) {
        return this == NCHW ? new long[] {count, 3, height, width} : new long[] {count, height, width, 3};
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
