package io.millrace.stage.transform;

import io.millrace.media.BufferPool;
import io.millrace.media.DecodedImage;
import io.millrace.media.ImageFile;
import io.millrace.media.Lease;
import io.millrace.media.Picture;
import io.millrace.media.PixelLayout;
import java.nio.file.Path;

/** Decoded pictures without files. */
final class DecodedImages {

    private DecodedImages() {}

    static DecodedImage of(BufferPool pool, byte[] rgb, int width, int height) {
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
