package io.millrace.media.image;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.file.Path;

/**
 * One picture file whose bytes and header are read: what decoding it takes, and decoding it to upright RGB. The codec
 * writes straight into the memory that is handed on, or into a second buffer where the picture has to be turned. One
 * thread's.
 */
public final class PictureFile implements AutoCloseable {

    private final ImageBytes bytes;
    private final ImageHeader header;
    private final Scaled scaled;
    private final Codecs codecs;
    private final BufferPool pool;

    /**
     * Of bytes that are closed with this.
     *
     * @param target what is needed of the shorter side, in pixels
     * @throws FaultException {@code NotAnImage UnsupportedImage CorruptImage TooManyPixels TooLarge}
     */
    PictureFile(ImageBytes bytes, Scale scale, int target, long maxPixels, BufferPool pool) throws FaultException {
        this.bytes = bytes;
        this.header = ImageHeader.read(bytes.buffer());
        PixelLimit.check(header.width(), header.height(), maxPixels);
        this.scaled = Scaled.of(header, scale, target);
        this.codecs = new Codecs(pool, maxPixels);
        this.pool = pool;
    }

    /**
     * How many bytes {@link #read} leases.
     *
     * @throws FaultException {@code NotAnImage UnreadableInput EmptyInput TooLarge}, and the passing
     *     {@code MissingInput}
     */
    public static int size(Path file) throws FaultException {
        return ImageBytes.size(file);
    }

    /**
     * Reads the {@code size} bytes of the file, which are reserved.
     *
     * @param maxPixels a header that claims more is refused
     * @throws FaultException {@code UnreadableInput NotAnImage UnsupportedImage CorruptImage TooManyPixels TooLarge},
     *     and the passing {@code IoTransient}
     */
    public static PictureFile read(Path file, int size, long maxPixels, BufferPool pool)
            throws FaultException, InterruptedException {
        ImageBytes bytes = ImageBytes.read(file, size, pool);
        try (ScopeGuard guard = new ScopeGuard(bytes::close)) {
            return guard.dismiss(new PictureFile(bytes, Scale.EXACT, 0, maxPixels, pool));
        }
    }

    ImageHeader header() {
        return header;
    }

    /** Of the picture. */
    public int pictureBytes() {
        return scaled.rgbBytes();
    }

    /** What there is at once while it is decoded: its bytes, the codec's own, and the picture. */
    public long workingBytes() {
        long fileBytes = bytes.buffer().capacity();
        long copies = header.orientation() == ImageHeader.UPRIGHT ? 1 : 2;
        return fileBytes + Codecs.copiedBytes(header, fileBytes) + header.codecBytes() + copies * scaled.rgbBytes();
    }

    /**
     * Upright 8-bit RGB, the caller's; called once.
     *
     * @throws FaultException {@code CorruptImage UnsupportedImage}
     */
    public Picture decode() throws FaultException {
        boolean upright = header.orientation() == ImageHeader.UPRIGHT;
        Lease pixels = upright ? stored() : turned(stored());
        int width = header.isLying() ? scaled.height() : scaled.width();
        int height = header.isLying() ? scaled.width() : scaled.height();
        return new Picture(PixelLayout.RGB24, width, height, pixels);
    }

    private Lease stored() throws FaultException {
        return pool.filled(scaled.rgbBytes(), memory -> codecs.decode(header, bytes.buffer(), scaled, memory));
    }

    /** Takes over {@code stored}. */
    private Lease turned(Lease stored) {
        try (stored) {
            Lease upright = pool.lease(stored.size());
            Upright.turn(stored.buffer(), scaled.width(), scaled.height(), header.orientation(), upright.buffer());
            return upright;
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}
