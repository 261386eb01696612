package io.millrace.media.image;

import io.millrace.config.Auto;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.video.Collected;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A picture in the heap, to be compared. */
@SuppressWarnings("ArrayRecordComponent")
record Rgb(int width, int height, byte[] pixels) {

    static final long MAX_PIXELS = 178_956_970;

    static ImageDecodeSettings settings(Scale scale) {
        return new ImageDecodeSettings(Auto.AUTO, 4, Duration.ofSeconds(30), MAX_PIXELS, scale);
    }

    /** Two numbers of 32 bits, big-endian, and the pixels. */
    static Rgb of(byte[] raw) {
        ByteBuffer head = ByteBuffer.wrap(raw);
        return new Rgb(head.getInt(), head.getInt(), Arrays.copyOfRange(raw, 8, raw.length));
    }

    static Rgb of(DecodedImage image) {
        ByteBuffer buffer = image.picture().pixels().buffer();
        byte[] pixels = new byte[buffer.remaining()];
        buffer.get(pixels);
        return new Rgb(image.picture().width(), image.picture().height(), pixels);
    }

    /** As {@link ImageDecoder} sees the file. */
    static Rgb decoded(Path file) throws Exception {
        try (BufferPool pool = new BufferPool(0);
                ImageDecoder decoder = new ImageDecoder(settings(Scale.EXACT), 0, pool, 0);
                DecodedImage image = Collected.result(decoder, new ImageFile(file, file.toString()))) {
            return of(image);
        }
    }

    /** The largest difference of a sample. */
    int farthest(Rgb other) {
        int most = 0;
        for (int i = 0; i < pixels.length; i++) {
            most = Math.max(most, Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff)));
        }
        return most;
    }

    double meanDifference(Rgb other) {
        long sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            sum += Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff));
        }
        return (double) sum / pixels.length;
    }

    boolean hasSizeOf(Rgb other) {
        return width == other.width && height == other.height;
    }
}
