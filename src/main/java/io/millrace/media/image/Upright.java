package io.millrace.media.image;

import io.millrace.media.resize.RgbMat;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns and mirrors a picture as EXIF's orientation says. */
final class Upright {

    private static final int LEFT_RIGHT = 1;
    private static final int TOP_DOWN = 0;
    private static final int BOTH = -1;

    private Upright() {}

    /**
     * @param stored packed RGB of {@code width} times {@code height}
     * @param upright takes as many bytes
     */
    static void turn(ByteBuffer stored, int width, int height, int orientation, ByteBuffer upright) {
        boolean lying = orientation >= 5;
        try (Mat from = RgbMat.of(stored, width, height);
                Mat to = RgbMat.of(upright, lying ? height : width, lying ? width : height)) {
            long address = to.data().address();
            turn(from, orientation, to);
            assert to.data().address() == address : "OpenCV put the picture elsewhere";
        }
    }

    private static void turn(Mat from, int orientation, Mat to) {
        switch (orientation) {
            case 2 -> opencv_core.flip(from, to, LEFT_RIGHT);
            case 3 -> RgbMat.turn(from, 180, to);
            case 4 -> opencv_core.flip(from, to, TOP_DOWN);
            case 5 -> opencv_core.transpose(from, to);
            case 6 -> RgbMat.turn(from, 90, to);
            case 7 -> {
                opencv_core.transpose(from, to);
                opencv_core.flip(to, to, BOTH);
            }
            case 8 -> RgbMat.turn(from, 270, to);
            default -> from.copyTo(to);
        }
    }
}
