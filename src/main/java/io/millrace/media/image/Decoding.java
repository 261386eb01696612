package io.millrace.media.image;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import java.nio.ByteBuffer;

/**
 * How a picture file of which the header is read becomes upright RGB: the codec writes straight into the memory that is
 * handed on, or into a second buffer where the picture has to be turned. One thread's.
 */
final class Decoding {

    private final ImageHeader header;
    private final Codecs codecs;
    private final BufferPool pool;
    private final Scaled scaled;

    /** @throws FaultException {@code TooManyPixels TooLarge} */
    Decoding(ImageHeader header, Codecs codecs, BufferPool pool) throws FaultException {
        this(header, Scale.EXACT, 0, codecs, pool);
    }

    /**
     * @param target what is needed of the shorter side, in pixels
     * @throws FaultException {@code TooManyPixels TooLarge}
     */
    Decoding(ImageHeader header, Scale scale, int target, Codecs codecs, BufferPool pool) throws FaultException {
        codecs.checkPixels(header);
        this.header = header;
        this.codecs = codecs;
        this.pool = pool;
        this.scaled = Scaled.of(header, scale, target);
    }

    /** Of what comes out. */
    int pictureBytes() {
        return scaled.rgbBytes();
    }

    /**
     * What there is at once while a file of {@code fileBytes} is decoded: its bytes, the codec's own, and the picture.
     */
    long workingBytes(long fileBytes) {
        long copies = header.orientation() == ImageHeader.UPRIGHT ? 1 : 2;
        return fileBytes + Codecs.copiedBytes(header, fileBytes) + header.codecBytes() + copies * scaled.rgbBytes();
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
        int width = header.isLying() ? scaled.height() : scaled.width();
        int height = header.isLying() ? scaled.width() : scaled.height();
        return new Picture(PixelLayout.RGB24, width, height, pixels);
    }

    private Lease stored(ByteBuffer file) throws FaultException {
        return pool.filled(
                scaled.rgbBytes(),
                memory -> codecs.decode(header, file, scaled.denominator(), memory, scaled.width(), scaled.height()));
    }

    /** Takes over {@code stored}. */
    private Lease turned(Lease stored) {
        try (stored) {
            Lease upright = pool.lease(stored.size());
            Upright.turn(stored.buffer(), scaled.width(), scaled.height(), header.orientation(), upright.buffer());
            return upright;
        }
    }
}
