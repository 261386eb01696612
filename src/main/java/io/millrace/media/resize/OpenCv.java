package io.millrace.media.resize;

import org.bytedeco.opencv.global.opencv_core;

/** The bundled OpenCV. */
public final class OpenCv {

    private OpenCv() {}

    /** Loads it. {@link LinkageError} where this platform has none. */
    public static String version() {
        return opencv_core.getVersionString().getString().replace("\0", ""); // C's end of the text comes along
    }
}
