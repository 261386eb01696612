package io.millrace.media.video;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import org.bytedeco.ffmpeg.global.avutil;

/** Sizes of pictures, checked before they are believed. */
final class Pixels {

    private static final long UNKNOWN_FORMAT_BYTES_PER_PIXEL = 4;

    private Pixels() {}

    /** Of a picture in 8-bit RGB. @throws FaultException {@code TooLarge} for 2 GiB and more */
    static int rgbBytes(int width, int height) throws FaultException {
        long bytes = 3L * width * height;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new FaultException(
                    Fault.TOO_LARGE, "a frame of " + width + "x" + height + " pixels is more than 2 GiB as RGB");
        }
        return (int) bytes;
    }

    /** Bytes of a picture packed without padding, as FFmpeg's rawvideo lays it out. */
    static int bytes(int format, int width, int height) throws FaultException {
        int bytes = avutil.av_image_get_buffer_size(format, width, height, 1);
        if (bytes <= 0) {
            throw Libav.fault("TooManyPixels", "a frame of " + width + "x" + height + " cannot be stored", bytes);
        }
        return bytes;
    }

    /** The same before it is certain: 0 where there is no picture, four bytes a pixel where the format says nothing. */
    static long estimate(int format, long width, long height) {
        boolean known = format >= 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
        int bytes = known ? avutil.av_image_get_buffer_size(format, (int) width, (int) height, 1) : -1;
        return bytes > 0 ? bytes : UNKNOWN_FORMAT_BYTES_PER_PIXEL * width * height;
    }
}
