package io.millrace.stage.transform;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import io.millrace.flow.NativeMemory;
import io.millrace.item.FaultException;
import io.millrace.media.Picture;
import io.millrace.media.PixelLayout;
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
 * <p>Both sides live in padded frames: swscale's vector code reads and writes whole vectors, past the end of tightly packed
 * rows, and leaves the last columns out where it may not.
 */
final class RgbConverter implements AutoCloseable {

    private static final int ALIGN = 64;

    private final PixelLayout layout;
    private final int width;
    private final int height;
    private final int format;
    private final AVFrame from;
    private final AVFrame rgb;
    private final SwsContext scaler;

    /** For pictures like {@code picture}. */
    RgbConverter(Picture picture, Matrix matrix) throws FaultException {
        layout = picture.layout();
        width = picture.width();
        height = picture.height();
        format = avutil.av_get_pix_fmt(layout.name());
        from = avutil.av_frame_alloc();
        rgb = avutil.av_frame_alloc();
        boolean allocated = allocate(from, format) && allocate(rgb, AV_PIX_FMT_RGB24);
        scaler = allocated ? scaler(matrix) : null;
        if (!allocated) {
            close();
            throw NativeMemory.exhausted("FFmpeg got no memory for a frame of " + width + "x" + height);
        }
        if (scaler == null) {
            close();
            throw new FaultException(
                    "UnsupportedPixels", "pictures of the pixel format " + layout.name() + " cannot be made RGB");
        }
    }

    /** Whether this converts pictures like {@code picture}. */
    boolean fits(Picture picture) {
        return picture.width() == width
                && picture.height() == height
                && picture.layout().equals(layout);
    }

    /** Native bytes it holds. */
    long bytes() {
        return (long) avutil.av_image_get_buffer_size(format, width, height, ALIGN)
                + avutil.av_image_get_buffer_size(AV_PIX_FMT_RGB24, width, height, ALIGN);
    }

    /** The picture as RGB in memory of this converter, valid until the next call; the caller closes the view. */
    Mat convert(Picture picture) {
        load(picture);
        swscale.sws_scale(scaler, from.data(), from.linesize(), 0, height, rgb.data(), rgb.linesize());
        return new Mat(height, width, opencv_core.CV_8UC3, rgb.data(0), rgb.linesize(0));
    }

    @Override
    public void close() {
        swscale.sws_freeContext(scaler);
        avutil.av_frame_free(from);
        avutil.av_frame_free(rgb);
    }

    private void load(Picture picture) {
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(4)) {
            BytePointer packed = new BytePointer(picture.pixels().buffer());
            avutil.av_image_fill_arrays(planes, strides, packed, format, width, height, 1);
            avutil.av_image_copy(from.data(), from.linesize(), planes, strides, format, width, height);
        }
    }

    private SwsContext scaler(Matrix matrix) {
        int flags = swscale.SWS_BICUBIC;
        SwsContext made = swscale.sws_getContext(
                width, height, format, width, height, AV_PIX_FMT_RGB24, flags, null, null, (DoublePointer) null);
        if (made == null || made.isNull()) {
            return null;
        }
        IntPointer coefficients = swscale.sws_getCoefficients(coefficients(matrix));
        int full = isFullRange() ? 1 : 0;
        swscale.sws_setColorspaceDetails(made, coefficients, full, coefficients, 1, 0, 1 << 16, 1 << 16);
        return made;
    }

    private boolean isFullRange() {
        return layout.range().equals("pc") || layout.name().startsWith("yuvj");
    }

    private int coefficients(Matrix matrix) {
        int named = matrix == Matrix.BT601 ? -1 : avutil.av_color_space_from_name(layout.matrix());
        return switch (named) {
            case AVCOL_SPC_BT709 -> swscale.SWS_CS_ITU709;
            case AVCOL_SPC_FCC -> swscale.SWS_CS_FCC;
            case AVCOL_SPC_SMPTE240M -> swscale.SWS_CS_SMPTE240M;
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> swscale.SWS_CS_BT2020;
            default -> swscale.SWS_CS_ITU601;
        };
    }

    private boolean allocate(AVFrame frame, int pixelFormat) {
        frame.format(pixelFormat);
        frame.width(width);
        frame.height(height);
        return avutil.av_frame_get_buffer(frame, ALIGN) >= 0;
    }
}
