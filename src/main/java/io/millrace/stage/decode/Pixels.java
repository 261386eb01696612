package io.millrace.stage.decode;

import io.millrace.item.FaultException;
import org.bytedeco.ffmpeg.global.avutil;

/** Sizes of pictures, checked before they are believed. */
final class Pixels {

    private Pixels() {}

    /** @throws FaultException {@code TooManyPixels} */
    static void check(int width, int height, long maxPixels) throws FaultException {
        if ((long) width * height > maxPixels) {
            throw new FaultException(
                    "TooManyPixels",
                    "the header claims " + width + "x" + height + " pixels, more than the " + maxPixels
                            + " that decode.max-pixels allows");
        }
    }

    /** Bytes of a picture packed without padding, as FFmpeg's rawvideo lays it out. */
    static int bytes(int format, int width, int height) throws FaultException {
        int bytes = avutil.av_image_get_buffer_size(format, width, height, 1);
        if (bytes <= 0) {
            throw Libav.fault("TooManyPixels", "a frame of " + width + "x" + height + " cannot be stored", bytes);
        }
        return bytes;
    }
}
