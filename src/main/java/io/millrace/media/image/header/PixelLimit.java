package io.millrace.media.image.header;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;

/** Sizes of pictures, checked before they are believed. */
public final class PixelLimit {

    private PixelLimit() {}

    /** @throws FaultException {@code TooManyPixels} */
    public static void check(int width, int height, long maxPixels) throws FaultException {
        if ((long) width * height > maxPixels) {
            throw new FaultException(
                    "TooManyPixels",
                    "the header claims " + width + "x" + height + " pixels, more than the " + maxPixels
                            + " that decode.max-pixels allows");
        }
    }

    /** Of a picture in 8-bit RGB. @throws FaultException {@code TooLarge} for 2 GiB and more */
    public static int rgbBytes(int width, int height) throws FaultException {
        long bytes = 3L * width * height;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new FaultException(
                    Fault.TOO_LARGE, "a picture of " + width + "x" + height + " pixels is more than 2 GiB as RGB");
        }
        return (int) bytes;
    }
}
