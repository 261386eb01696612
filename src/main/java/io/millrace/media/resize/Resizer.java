package io.millrace.media.resize;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Filter;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Resizes RGB pictures. One thread's: what {@code pillow-bicubic} worked out for one size is kept for the next picture.
 */
public final class Resizer {

    /** Pillow's filter has a table of four numbers for each pixel of a side. */
    private static final int LONGEST_SIDE = 1 << 18;

    private final Filter filter;
    private PillowBicubic pillow;

    public Resizer(Filter filter) {
        this.filter = filter;
    }

    /** OpenCV's number of {@code filter}; -1 where it has none. */
    public static int interpolation(Filter filter) {
        return switch (filter) {
            case LINEAR -> opencv_imgproc.INTER_LINEAR;
            case AREA -> opencv_imgproc.INTER_AREA;
            case CUBIC -> opencv_imgproc.INTER_CUBIC;
            case LANCZOS -> opencv_imgproc.INTER_LANCZOS4;
            case PILLOW_BICUBIC -> -1;
        };
    }

    /** All of {@code picture} into all of {@code into}, which has its size and memory already. */
    public void resize(Mat picture, Mat into) throws FaultException {
        if (filter == Filter.PILLOW_BICUBIC) {
            pillow(picture, into, into.cols(), into.rows());
            return;
        }
        long address = into.data().address();
        try (Size size = new Size(into.cols(), into.rows())) {
            opencv_imgproc.resize(picture, into, size, 0, 0, interpolation(filter));
        }
        assert into.data().address() == address : "OpenCV put the picture elsewhere";
    }

    /**
     * The middle of {@code picture}, its shorter side being {@code into}'s, which is a square. As torchvision and CLIP
     * do: the longer side is rounded down, and half a pixel to the even one.
     */
    void cropCentre(Mat picture, Mat into) throws FaultException {
        int shorter = Math.min(picture.cols(), picture.rows());
        long width = (long) into.cols() * picture.cols() / shorter;
        long height = (long) into.rows() * picture.rows() / shorter;
        pillow(picture, into, width, height);
    }

    /** The middle of what {@code picture} would be, resized to {@code width} x {@code height}. */
    private void pillow(Mat picture, Mat into, long width, long height) throws FaultException {
        if (pillow == null || !pillow.isFor(picture.cols(), picture.rows(), into.cols(), into.rows())) {
            pillow = new PillowBicubic(
                    axis(picture.cols(), width, into.cols()), axis(picture.rows(), height, into.rows()));
        }
        pillow.resample(picture.createBuffer(), (int) picture.step(), into.createBuffer(), (int) into.step());
    }

    private static PillowBicubic.Axis axis(int in, long out, int count) throws FaultException {
        if (in > LONGEST_SIDE) {
            throw new FaultException(
                    Fault.TOO_LARGE, "a side of " + in + " pixels; pillow-bicubic takes at most " + LONGEST_SIDE);
        }
        return new PillowBicubic.Axis(in, out, (long) Math.rint((out - count) / 2.0), count);
    }
}
