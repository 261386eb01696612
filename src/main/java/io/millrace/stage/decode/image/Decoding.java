package io.millrace.stage.decode.image;

import io.millrace.item.FaultException;
import io.millrace.media.BufferPool;
import io.millrace.media.Lease;
import io.millrace.media.Picture;
import io.millrace.media.PixelLayout;
import java.nio.ByteBuffer;

/**
 * How a picture file of which the header is read becomes upright RGB: the codec writes straight into the memory that is handed
 * on, or into a second buffer where the picture has to be turned. One thread's.
 */
final class Decoding {

    private final ImageHeader header;
    private final Codecs codecs;
    private final BufferPool pool;
    private final int denominator;
    private final int width;
    private final int height;
    private final int rgbBytes;

    /**
     * @param denominator what the stored picture's sides are divided by; other than 1 for JPEG only
     * @throws FaultException {@code TooManyPixels TooLarge}
     */
    Decoding(ImageHeader header, int denominator, Codecs codecs, BufferPool pool) throws FaultException {
        codecs.checkPixels(header);
        this.header = header;
        this.codecs = codecs;
        this.pool = pool;
        this.denominator = denominator;
        this.width = side(header.width(), denominator);
        this.height = side(header.height(), denominator);
        this.rgbBytes = PixelLimit.rgbBytes(width, height);
    }

    /** As libjpeg rounds. */
    static int side(int pixels, int denominator) {
        return (pixels + denominator - 1) / denominator;
    }

    /** Of what comes out. */
    int pictureBytes() {
        return rgbBytes;
    }

    /** What there is at once while a file of {@code fileBytes} is decoded: its bytes, the codec's own, and the picture. */
    long workingBytes(long fileBytes) {
        long copies = header.orientation() == ImageHeader.UPRIGHT ? 1 : 2;
        return fileBytes + Codecs.copiedBytes(header, fileBytes) + header.codecBytes() + copies * rgbBytes;
    }

    /**
     * The caller owns the picture.
     *
     * @param file direct; may be changed
     * @throws FaultException {@code CorruptImage UnsupportedImage}
     */
    Picture picture(ByteBuffer file) throws FaultException {
        boolean upright = header.orientation() == ImageHeader.UPRIGHT;
        Lease decoded = stored(file);
        Lease pixels = upright ? decoded : turned(decoded);
        return new Picture(
                PixelLayout.RGB24, header.isLying() ? height : width, header.isLying() ? width : height, pixels);
    }

    private Lease stored(ByteBuffer file) throws FaultException {
        Lease pixels = pool.lease(rgbBytes);
        boolean decoded = false;
        try {
            codecs.decode(header, file, denominator, pixels.buffer(), width, height);
            decoded = true;
            return pixels;
        } finally {
            if (!decoded) {
                pixels.close();
            }
        }
    }

    /** Takes over {@code stored}. */
    private Lease turned(Lease stored) {
        try (stored) {
            Lease upright = pool.lease(stored.size());
            Upright.turn(stored.buffer(), width, height, header.orientation(), upright.buffer());
            return upright;
        }
    }
}
