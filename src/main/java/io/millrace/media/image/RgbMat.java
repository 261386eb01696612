package io.millrace.media.image;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Our memory as OpenCV sees it. */
final class RgbMat {

    private RgbMat() {}

    /** A view of packed 8-bit RGB; the caller closes it. */
    static Mat of(ByteBuffer pixels, int width, int height) {
        return new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(pixels.slice()));
    }

    /** Where direct memory lies. */
    static long address(ByteBuffer direct) {
        try (Pointer pointer = new Pointer(direct.slice())) {
            return pointer.address();
        }
    }
}
