package io.millrace.stage.transform;

import java.util.Locale;
import org.bytedeco.opencv.global.opencv_imgproc;

/** How pictures are resized, as OpenCV does it. */
public enum Filter {
    /** {@code INTER_LINEAR}: what existing data sets were made with. */
    LINEAR(opencv_imgproc.INTER_LINEAR),
    /** {@code INTER_AREA}: averages what a pixel covers; the best for making pictures smaller. */
    AREA(opencv_imgproc.INTER_AREA),
    /** {@code INTER_CUBIC}. */
    CUBIC(opencv_imgproc.INTER_CUBIC),
    /** {@code INTER_LANCZOS4}. */
    LANCZOS(opencv_imgproc.INTER_LANCZOS4);

    private final int interpolation;

    Filter(int interpolation) {
        this.interpolation = interpolation;
    }

    /** OpenCV's number of it. */
    int interpolation() {
        return interpolation;
    }

    /** As in configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
