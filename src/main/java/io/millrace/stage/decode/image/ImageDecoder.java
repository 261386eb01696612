package io.millrace.stage.decode.image;

import io.millrace.flow.Heartbeat;
import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.item.FaultException;
import io.millrace.media.BufferPool;
import io.millrace.media.DecodedImage;
import io.millrace.media.ImageFile;
import io.millrace.media.Lease;
import io.millrace.media.Picture;
import io.millrace.media.PixelLayout;
import io.millrace.stage.decode.NativeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Makes upright 8-bit RGB of picture files, on one thread.
 *
 * <p>The file is read once, hashed, and its header read; then the item's whole peak is reserved, and the codec writes straight
 * into the memory that is handed on, or into a second buffer where the picture has to be turned.
 *
 * <p>Faults: {@code MissingInput UnreadableInput EmptyInput NotAnImage UnsupportedImage CorruptImage TooManyPixels TooLarge},
 * and the passing {@code IoTransient}.
 */
public final class ImageDecoder implements Step<ImageFile, DecodedImage> {

    private final ImageDecodeSettings settings;
    private final int target;
    private final BufferPool pool;
    private final long downstreamBytes;
    private final KnownContents known;
    private final Codecs codecs;
    private final MessageDigest sha256 = newSha256();

    /** Knows nothing beforehand. */
    public ImageDecoder(ImageDecodeSettings settings, int target, BufferPool pool, long downstreamBytes) {
        this(settings, target, pool, downstreamBytes, KnownContents.NONE);
    }

    /**
     * @param target what later steps need of the shorter side, in pixels; only {@link Scale#FAST} goes below the whole
     * @param downstreamBytes what later stages need for one picture besides it
     * @param known what is only read, not decoded
     */
    public ImageDecoder(
            ImageDecodeSettings settings, int target, BufferPool pool, long downstreamBytes, KnownContents known) {
        NativeLog.install();
        this.settings = settings;
        this.target = target;
        this.pool = pool;
        this.downstreamBytes = downstreamBytes;
        this.known = known;
        this.codecs = new Codecs(pool, settings.maxPixels());
    }

    @Override
    public void apply(List<Part<ImageFile>> batch, Output<DecodedImage> out)
            throws FaultException, InterruptedException {
        for (Part<ImageFile> part : batch) {
            out.emit(part, decode(part));
            part.item().content().keep(); // all of it was read just now: it is in memory
        }
    }

    private DecodedImage decode(Part<ImageFile> part) throws FaultException, InterruptedException {
        ImageFile wanted = part.payload();
        int size = ImageBytes.size(wanted.file());
        part.reserve(size);
        Heartbeat.beat();
        DecodedImage image;
        try (ImageBytes bytes = ImageBytes.read(wanted.file(), size, pool, sha256)) {
            if (isKnown(bytes.sha256())) {
                return new DecodedImage(wanted, bytes.sha256(), 0, 0, null);
            }
            ImageHeader header = ImageHeader.read(bytes.buffer());
            PixelLimit.check(header.width(), header.height(), settings.maxPixels());
            Scaled scaled = Scaled.of(header, settings.scale(), target);
            part.reserve(peak(header, scaled, size));
            Heartbeat.beat();
            image = new DecodedImage(
                    wanted,
                    bytes.sha256(),
                    header.uprightWidth(),
                    header.uprightHeight(),
                    picture(header, scaled, bytes.buffer()));
        }
        part.reserve(image.picture().pixels().size() + downstreamBytes);
        return image;
    }

    private boolean isKnown(String sha256) throws FaultException {
        try {
            return known.has(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long peak(ImageHeader header, Scaled scaled, long fileBytes) throws FaultException {
        long rgb = scaled.rgbBytes();
        long copies = header.orientation() == ImageHeader.UPRIGHT ? 1 : 2;
        long decoding = fileBytes + Codecs.copiedBytes(header, fileBytes) + header.codecBytes() + copies * rgb;
        return Math.max(decoding, rgb + downstreamBytes);
    }

    private Picture picture(ImageHeader header, Scaled scaled, ByteBuffer file) throws FaultException {
        boolean upright = header.orientation() == ImageHeader.UPRIGHT;
        Lease decoded = stored(header, scaled, file);
        Lease pixels = upright ? decoded : turned(header, scaled, decoded);
        int width = header.isLying() ? scaled.height() : scaled.width();
        int height = header.isLying() ? scaled.width() : scaled.height();
        return new Picture(PixelLayout.RGB24, width, height, pixels);
    }

    private Lease stored(ImageHeader header, Scaled scaled, ByteBuffer file) throws FaultException {
        Lease pixels = pool.lease(scaled.rgbBytes());
        boolean decoded = false;
        try {
            codecs.decode(header, file, scaled.denominator(), pixels.buffer(), scaled.width(), scaled.height());
            decoded = true;
            return pixels;
        } finally {
            if (!decoded) {
                pixels.close();
            }
        }
    }

    /** Takes over {@code stored}. */
    private Lease turned(ImageHeader header, Scaled scaled, Lease stored) {
        try (stored) {
            Lease upright = pool.lease(stored.size());
            Upright.turn(stored.buffer(), scaled.width(), scaled.height(), header.orientation(), upright.buffer());
            return upright;
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
