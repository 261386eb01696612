package io.millrace.media.resize;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Our memory as OpenCV sees it. */
public final class RgbMat {

    static {
        // Parallelism is across items; OpenCV's own pool would only fight for the same cores.
        opencv_core.setNumThreads(1);
    }

    private RgbMat() {}

    /** A view of packed 8-bit RGB; the caller closes it. */
    public static Mat of(ByteBuffer pixels, int width, int height) {
        return new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(pixels.slice()));
    }

    /** Turns a picture clockwise by 0, 90, 180 or 270 degrees. */
    public static void turn(Mat from, int degrees, Mat to) {
        switch (degrees) {
            case 90 -> opencv_core.rotate(from, to, opencv_core.ROTATE_90_CLOCKWISE);
            case 180 -> opencv_core.rotate(from, to, opencv_core.ROTATE_180);
            case 270 -> opencv_core.rotate(from, to, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
            default -> from.copyTo(to);
        }
    }

    /** Where direct memory lies. */
    public static long address(ByteBuffer direct) {
        try (Pointer pointer = new Pointer(direct.slice())) {
            return pointer.address();
        }
    }
}
