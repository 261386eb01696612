package io.millrace.media.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.resize.RgbMat;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** YUV frames to RGB, with every chroma sample interpolated: the matrix that the frame names, else BT.601. */
final class SwscaleRgb {

    private static final int ALIGN = 64;
    private static final int FLAGS = swscale.SWS_BILINEAR
            | swscale.SWS_ACCURATE_RND
            | swscale.SWS_FULL_CHR_H_INT
            | swscale.SWS_FULL_CHR_H_INP
            | swscale.SWS_BITEXACT;

    private SwscaleRgb() {}

    /** swscale writes whole vectors past the end of packed rows, so there is a padded frame between. */
    static void write(AVFrame frame, boolean fullRange, ByteBuffer into) throws FaultException {
        AVFrame rgb = avutil.av_frame_alloc();
        SwsContext scaler = scaler(frame, fullRange);
        try {
            rgb.format(AV_PIX_FMT_RGB24);
            rgb.width(frame.width());
            rgb.height(frame.height());
            if (avutil.av_frame_get_buffer(rgb, ALIGN) < 0) {
                throw NativeMemory.exhausted(
                        "FFmpeg got no memory for a picture of " + frame.width() + "x" + frame.height());
            }
            swscale.sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), rgb.data(), rgb.linesize());
            try (Mat from = new Mat(rgb.height(), rgb.width(), opencv_core.CV_8UC3, rgb.data(0), rgb.linesize(0));
                    Mat to = RgbMat.of(into, rgb.width(), rgb.height())) {
                from.copyTo(to);
            }
        } finally {
            swscale.sws_freeContext(scaler);
            avutil.av_frame_free(rgb);
        }
    }

    private static SwsContext scaler(AVFrame frame, boolean fullRange) throws FaultException {
        boolean full = fullRange || frame.color_range() == AVCOL_RANGE_JPEG;
        SwsContext made =
                RgbConverter.scaler(frame.format(), frame.width(), frame.height(), FLAGS, frame.colorspace(), full);
        if (made == null) {
            throw new FaultException("UnsupportedImage", "pictures of this pixel format cannot be made RGB");
        }
        return made;
    }
}
