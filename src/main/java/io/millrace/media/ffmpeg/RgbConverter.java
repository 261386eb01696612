package io.millrace.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.resize.RgbMat;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns pictures of one layout and size into 8-bit RGB. One thread's.
 *
 * <p>Both sides live in padded frames: swscale's vector code reads and writes whole vectors, past the end of tightly
 * packed rows, and leaves the last columns out where it may not. A decoder's frames are padded as they are.
 */
public final class RgbConverter implements AutoCloseable {

    private static final int ALIGN = 64;

    private final PixelLayout layout;
    private final int width;
    private final int height;
    private final int format;
    private final AVFrame rgb;
    private final SwsContext scaler;

    /** Of packed pictures; null before the first. */
    private AVFrame unpacked;

    /** A matrix that the layout does not name is BT.601. */
    public RgbConverter(PixelLayout layout, int width, int height) throws FaultException {
        this.layout = layout;
        this.width = width;
        this.height = height;
        format = avutil.av_get_pix_fmt(layout.name());
        rgb = allocate(AV_PIX_FMT_RGB24);
        scaler = scaler();
        if (scaler == null) {
            close();
            throw new FaultException(
                    "UnsupportedPixels", "pictures of the pixel format " + layout.name() + " cannot be made RGB");
        }
    }

    /** Of a decoded frame, as it lies. */
    public static PixelLayout layout(AVFrame frame) {
        return new PixelLayout(
                avutil.av_get_pix_fmt_name(frame.format()).getString(),
                avutil.av_color_space_name(frame.colorspace()).getString(),
                avutil.av_color_range_name(frame.color_range()).getString());
    }

    /** Whether this converts such pictures. */
    public boolean fits(PixelLayout other, int otherWidth, int otherHeight) {
        return otherWidth == width && otherHeight == height && other.equals(layout);
    }

    /** Native bytes it holds where it converts packed pictures. */
    public long bytes() {
        return (long) avutil.av_image_get_buffer_size(format, width, height, ALIGN)
                + avutil.av_image_get_buffer_size(AV_PIX_FMT_RGB24, width, height, ALIGN);
    }

    /** Native bytes it holds where it converts a decoder's frames only, at the most. */
    public static long bytesForFrames(long width, long height) {
        return 3 * (width + ALIGN) * (height + ALIGN);
    }

    /** The picture as RGB in memory of this converter, valid until the next call; the caller closes the view. */
    public Mat convert(Picture picture) throws FaultException {
        load(picture);
        return convert(unpacked);
    }

    /**
     * The frame as packed RGB.
     *
     * @param rotation clockwise degrees that turn it upright: 0, 90, 180 or 270
     * @param into direct; takes exactly as many bytes as the frame's pixels have in RGB
     */
    public void convert(AVFrame frame, int rotation, ByteBuffer into) {
        boolean lying = rotation % 180 != 0;
        try (Mat stored = convert(frame);
                Mat upright = RgbMat.of(into, lying ? height : width, lying ? width : height)) {
            long address = upright.data().address();
            RgbMat.turn(stored, rotation, upright);
            assert upright.data().address() == address : "OpenCV put the picture elsewhere";
        }
    }

    private Mat convert(AVFrame from) {
        swscale.sws_scale(scaler, from.data(), from.linesize(), 0, height, rgb.data(), rgb.linesize());
        return new Mat(height, width, opencv_core.CV_8UC3, rgb.data(0), rgb.linesize(0));
    }

    @Override
    public void close() {
        swscale.sws_freeContext(scaler);
        if (unpacked != null) {
            avutil.av_frame_free(unpacked);
        }
        avutil.av_frame_free(rgb);
    }

    private void load(Picture picture) throws FaultException {
        if (unpacked == null) {
            unpacked = allocate(format);
        }
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(4)) {
            BytePointer packed = new BytePointer(picture.pixels().buffer());
            avutil.av_image_fill_arrays(planes, strides, packed, format, width, height, 1);
            avutil.av_image_copy(unpacked.data(), unpacked.linesize(), planes, strides, format, width, height);
        }
    }

    private SwsContext scaler() {
        int colourSpace = avutil.av_color_space_from_name(layout.matrix());
        return scaler(format, width, height, swscale.SWS_BICUBIC, colourSpace, isFullRange());
    }

    /** From such pictures to 8-bit RGB; null where swscale cannot. The caller frees it. */
    public static SwsContext scaler(int format, int width, int height, int flags, int colourSpace, boolean fullRange) {
        SwsContext made = swscale.sws_getContext(
                width, height, format, width, height, AV_PIX_FMT_RGB24, flags, null, null, (DoublePointer) null);
        if (made == null || made.isNull()) {
            return null;
        }
        IntPointer matrix = swscale.sws_getCoefficients(coefficients(colourSpace));
        swscale.sws_setColorspaceDetails(made, matrix, fullRange ? 1 : 0, matrix, 1, 0, 1 << 16, 1 << 16);
        return made;
    }

    private boolean isFullRange() {
        return layout.range().equals("pc") || layout.name().startsWith("yuvj");
    }

    /** What swscale calls the matrix of a colour space of FFmpeg's; BT.601 where it has none. */
    private static int coefficients(int colourSpace) {
        return switch (colourSpace) {
            case AVCOL_SPC_BT709 -> swscale.SWS_CS_ITU709;
            case AVCOL_SPC_FCC -> swscale.SWS_CS_FCC;
            case AVCOL_SPC_SMPTE240M -> swscale.SWS_CS_SMPTE240M;
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> swscale.SWS_CS_BT2020;
            default -> swscale.SWS_CS_ITU601;
        };
    }

    private AVFrame allocate(int pixelFormat) throws FaultException {
        AVFrame frame = avutil.av_frame_alloc();
        frame.format(pixelFormat);
        frame.width(width);
        frame.height(height);
        if (avutil.av_frame_get_buffer(frame, ALIGN) < 0) {
            avutil.av_frame_free(frame);
            throw NativeMemory.exhausted("FFmpeg got no memory for a frame of " + width + "x" + height);
        }
        return frame;
    }
}
