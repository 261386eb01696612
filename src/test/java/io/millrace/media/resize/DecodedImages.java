package io.millrace.media.resize;

import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import java.nio.file.Path;

/** Decoded pictures without files. */
public final class DecodedImages {

    private DecodedImages() {}

    public static DecodedImage of(BufferPool pool, byte[] rgb, int width, int height) {
        Lease pixels = pool.lease(rgb.length);
        pixels.buffer().put(rgb);
        Picture picture = new Picture(PixelLayout.RGB24, width, height, pixels);
        return new DecodedImage(new ImageFile(Path.of("a.png"), "a.png"), "0".repeat(64), width, height, picture);
    }

    /** Bytes of {@code pixels} pixels, all different enough. */
    static byte[] ramp(int pixels) {
        byte[] ramp = new byte[3 * pixels];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (31 * i % 255);
        }
        return ramp;
    }
}
