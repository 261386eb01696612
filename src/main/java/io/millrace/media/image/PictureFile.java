package io.millrace.media.image;

import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.file.Path;

/**
 * One picture file whose bytes and header are read, for steps that need several for one item: what decoding it takes,
 * and decoding it. What is decoded is what {@link ImageDecoder} gives of it. One thread's.
 */
public final class PictureFile implements AutoCloseable {

    private final ImageBytes bytes;
    private final Decoding decoding;

    private PictureFile(ImageBytes bytes, Decoding decoding) {
        this.bytes = bytes;
        this.decoding = decoding;
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
            ImageHeader header = ImageHeader.read(bytes.buffer());
            Decoding decoding = new Decoding(header, new Codecs(pool, maxPixels), pool);
            return guard.dismiss(new PictureFile(bytes, decoding));
        }
    }

    /** Of the picture. */
    public int pictureBytes() {
        return decoding.pictureBytes();
    }

    /** What there is at once while it is decoded, the picture and this included. */
    public long workingBytes() {
        return decoding.workingBytes(bytes.buffer().capacity());
    }

    /**
     * Upright 8-bit RGB, the caller's; called once.
     *
     * @throws FaultException {@code CorruptImage UnsupportedImage}
     */
    public Picture decode() throws FaultException {
        return decoding.picture(bytes.buffer());
    }

    @Override
    public void close() {
        bytes.close();
    }
}
