package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import java.nio.ByteBuffer;
import java.util.Random;

/** Frames without videos. */
final class Frames {

    private Frames() {}

    static Frame noise(BufferPool pool, int index, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(index).nextBytes(rgb);
        return of(pool, index, rgb, width, height);
    }

    static Frame of(BufferPool pool, int index, byte[] rgb, int width, int height) {
        Lease pixels = pool.lease(rgb.length);
        pixels.buffer().put(rgb);
        return new Frame(index, index / 25.0, new Picture(PixelLayout.RGB24, width, height, pixels));
    }

    static ByteBuffer bytes(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }
}
