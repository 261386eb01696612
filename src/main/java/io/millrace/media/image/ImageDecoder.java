package io.millrace.media.image;

import io.millrace.engine.flow.Heartbeat;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Sha256;
import io.millrace.media.ffmpeg.NativeLog;
import io.millrace.media.image.header.ImageHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.ImageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;

/**
 * Makes upright 8-bit RGB of picture files, on one thread.
 *
 * <p>The file is read once, hashed, and its header read; then the item's whole peak is reserved, and it is decoded.
 *
 * <p>Faults: {@code MissingInput UnreadableInput EmptyInput NotAnImage UnsupportedImage CorruptImage TooManyPixels
 * TooLarge}, and the passing {@code IoTransient}.
 */
public final class ImageDecoder implements Step<ImageFile, DecodedImage> {

    private final ImageDecodeSettings settings;
    private final int target;
    private final BufferPool pool;
    private final long downstreamBytes;
    private final KnownContents known;
    private final MessageDigest sha256 = Sha256.digest();

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
        try (ImageBytes bytes = ImageBytes.read(wanted.file(), size, pool)) {
            String hash = bytes.digest(sha256);
            if (isKnown(hash)) {
                return new DecodedImage(wanted, hash, 0, 0, null);
            }
            PictureFile file = new PictureFile(bytes, settings.scale(), target, settings.maxPixels(), pool);
            part.reserve(Math.max(file.workingBytes(), file.pictureBytes() + downstreamBytes));
            Heartbeat.beat();
            ImageHeader header = file.header();
            image = new DecodedImage(wanted, hash, header.uprightWidth(), header.uprightHeight(), file.decode());
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
}
