package io.millrace.media.onnx;

import java.util.Locale;

/** What a model runs on. */
public enum Provider {
    CPU,
    /** NVIDIA's GPUs; needs a build with {@code -Pcuda} and CUDA on the machine. */
    CUDA;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
