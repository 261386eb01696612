package io.millrace.media.image;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.ScopeGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;

/** All bytes of a picture file, read once, in leased memory. One thread's. */
final class ImageBytes implements AutoCloseable {

    /** Pictures are far smaller; what is larger is no picture, or none that one buffer holds. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Lease lease;
    private final ByteBuffer bytes;

    private ImageBytes(Lease lease, ByteBuffer bytes) {
        this.lease = lease;
        this.bytes = bytes;
    }

    /**
     * How many there are.
     *
     * @throws FaultException {@code MissingInput NotAnImage UnreadableInput EmptyInput TooLarge}
     */
    static int size(Path file) throws FaultException {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            if (!facts.isRegularFile()) {
                throw new FaultException("NotAnImage", "this is a folder or a device, not a file");
            }
            if (facts.size() == 0) {
                throw new FaultException("EmptyInput", "the file has no bytes");
            }
            if (facts.size() > MOST_BYTES) {
                throw new FaultException(Fault.TOO_LARGE, "a picture file of more than 2 GiB");
            }
            return (int) facts.size();
        } catch (NoSuchFileException e) {
            // It was there when it was listed: a disk that is away for a moment may come back.
            throw new FaultException(Fault.passing("MissingInput", "there is no such file"));
        } catch (IOException e) {
            throw new FaultException("UnreadableInput", "the file cannot be looked up");
        }
    }

    /**
     * Reads {@code size} bytes, which are reserved.
     *
     * @throws FaultException {@code UnreadableInput}, and the passing {@code IoTransient}
     */
    static ImageBytes read(Path file, int size, BufferPool pool) throws FaultException, InterruptedException {
        Lease lease = pool.lease(size);
        try (ScopeGuard guard = new ScopeGuard(lease::close)) {
            ByteBuffer bytes = lease.buffer();
            readAll(file, bytes);
            return guard.dismiss(new ImageBytes(lease, bytes.flip()));
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("reading was interrupted");
        } catch (AccessDeniedException e) {
            throw new FaultException("UnreadableInput", "the file may not be read by this user");
        } catch (IOException e) {
            throw new FaultException(
                    Fault.passing("IoTransient", "the file could not be read (" + e.getMessage() + ")"));
        }
    }

    /** A fresh view of all of them. */
    ByteBuffer buffer() {
        return bytes.duplicate();
    }

    /** Of the file as it was read, 64 lower-case hexadecimal digits; {@code sha256} is as good as new afterwards. */
    String digest(MessageDigest sha256) {
        sha256.update(buffer());
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() {
        lease.close();
    }

    private static void readAll(Path file, ByteBuffer bytes) throws IOException, FaultException {
        try (FileChannel channel = FileChannel.open(file)) {
            int read = 0;
            while (read >= 0 && bytes.hasRemaining()) {
                read = channel.read(bytes);
            }
            if (bytes.hasRemaining() || channel.size() > bytes.capacity()) {
                throw new FaultException(Fault.passing("IoTransient", "the file changed its size while it was read"));
            }
        }
    }
}
