package io.millrace.media.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_FLOAT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_MONOBLACK;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_MONOWHITE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;

import io.millrace.engine.item.FaultException;
import io.millrace.media.resize.RgbMat;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded frame of FFmpeg as packed 8-bit RGB. Red, green, blue and grey come over as they are, more than 8 bits cut
 * to the upper 8, fewer spread over 0 to 255; alpha is left out. YUV goes through swscale.
 */
final class FrameRgb {

    private static final int COPY = -1;

    private final AVFrame frame;
    private final ByteBuffer into;
    private final int width;
    private final int height;

    private FrameRgb(AVFrame frame, ByteBuffer into) {
        this.frame = frame;
        this.into = into;
        this.width = frame.width();
        this.height = frame.height();
    }

    /** @param into direct; takes exactly as many bytes as the frame's pixels have in RGB */
    static void write(AVFrame frame, boolean fullRange, ByteBuffer into) throws FaultException {
        new FrameRgb(frame, into).write(fullRange);
    }

    private void write(boolean fullRange) throws FaultException {
        switch (frame.format()) {
            case AV_PIX_FMT_RGB24 -> swap(opencv_core.CV_8UC3, COPY);
            case AV_PIX_FMT_BGR24 -> swap(opencv_core.CV_8UC3, opencv_imgproc.COLOR_BGR2RGB);
            case AV_PIX_FMT_RGBA, AV_PIX_FMT_RGB0 -> swap(opencv_core.CV_8UC4, opencv_imgproc.COLOR_RGBA2RGB);
            case AV_PIX_FMT_BGRA, AV_PIX_FMT_BGR0 -> swap(opencv_core.CV_8UC4, opencv_imgproc.COLOR_BGRA2RGB);
            case AV_PIX_FMT_GRAY8 -> swap(opencv_core.CV_8UC1, opencv_imgproc.COLOR_GRAY2RGB);
            case AV_PIX_FMT_PAL8 -> palette();
            case AV_PIX_FMT_MONOBLACK -> bits(0);
            case AV_PIX_FMT_MONOWHITE -> bits(0xff);
            default -> byDescriptor(fullRange);
        }
    }

    private void swap(int type, int code) {
        try (Mat from = new Mat(height, width, type, frame.data(0), frame.linesize(0));
                Mat to = RgbMat.of(into, width, height)) {
            long address = to.data().address();
            if (code == COPY) {
                from.copyTo(to);
            } else {
                opencv_imgproc.cvtColor(from, to, code);
            }
            assert to.data().address() == address : "OpenCV put the picture elsewhere";
        }
    }

    /** 256 entries of alpha, red, green, blue, each a number in the machine's order. */
    private void palette() {
        ByteBuffer colours = frame.data(1).capacity(1024).asByteBuffer();
        ByteBuffer indices = plane(0);
        int at = 0;
        for (int y = 0; y < height; y++) {
            int row = y * frame.linesize(0);
            for (int x = 0; x < width; x++) {
                int colour = 4 * (indices.get(row + x) & 0xff);
                into.put(at++, colours.get(colour + 2));
                into.put(at++, colours.get(colour + 1));
                into.put(at++, colours.get(colour));
            }
        }
    }

    /** @param flip 0xff where a bit that is set is black */
    private void bits(int flip) {
        ByteBuffer bits = plane(0);
        int at = 0;
        for (int y = 0; y < height; y++) {
            int row = y * frame.linesize(0);
            for (int x = 0; x < width; x++) {
                int bit = bits.get(row + (x >> 3)) >> (7 - (x & 7)) & 1;
                byte grey = (byte) ((bit == 0 ? 0 : 0xff) ^ flip);
                into.put(at++, grey).put(at++, grey).put(at++, grey);
            }
        }
    }

    private void byDescriptor(boolean fullRange) throws FaultException {
        AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
        boolean direct = (format.flags() & (AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_FLOAT)) == 0;
        boolean rgb = (format.flags() & AV_PIX_FMT_FLAG_RGB) != 0;
        boolean grey = format.nb_components() < 3;
        if (direct && (rgb || grey)) {
            for (int channel = 0; channel < 3; channel++) {
                channel(format, grey ? 0 : channel, channel);
            }
        } else {
            SwscaleRgb.write(frame, fullRange, into);
        }
    }

    private void channel(AVPixFmtDescriptor format, int component, int channel) {
        Samples samples = Samples.of(format.comp(component), format.flags());
        ByteBuffer plane = plane(samples.plane());
        int stride = frame.linesize(samples.plane());
        int at = channel;
        for (int y = 0; y < height; y++) {
            int place = y * stride + samples.offset();
            for (int x = 0; x < width; x++) {
                into.put(at, samples.read(plane, place));
                place += samples.step();
                at += 3;
            }
        }
    }

    /** A view; rows lie {@code linesize} apart, and the last one may be shorter. */
    private ByteBuffer plane(int number) {
        return frame.data(number)
                .capacity((long) frame.linesize(number) * height)
                .asByteBuffer();
    }
}
