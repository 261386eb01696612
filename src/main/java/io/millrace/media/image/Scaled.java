package io.millrace.media.image;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageFormat;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.image.header.PixelLimit;

/**
 * The stored picture with its sides divided.
 *
 * @param denominator what they are divided by: 1, 2, 4 or 8
 */
record Scaled(int denominator, int width, int height, int rgbBytes) {

    private static final int[] DENOMINATORS = {8, 4, 2};

    /**
     * Divided as far as the shorter side stays at least {@code target}.
     *
     * @throws FaultException {@code TooLarge}
     */
    static Scaled of(ImageHeader header, Scale scale, int target) throws FaultException {
        int denominator = scale == Scale.FAST && header.format() == ImageFormat.JPEG ? denominator(header, target) : 1;
        int width = side(header.width(), denominator);
        int height = side(header.height(), denominator);
        return new Scaled(denominator, width, height, PixelLimit.rgbBytes(width, height));
    }

    private static int denominator(ImageHeader header, int target) {
        for (int denominator : DENOMINATORS) {
            if (side(Math.min(header.width(), header.height()), denominator) >= target) {
                return denominator;
            }
        }
        return 1;
    }

    /** As libjpeg rounds. */
    private static int side(int pixels, int denominator) {
        return (pixels + denominator - 1) / denominator;
    }
}
