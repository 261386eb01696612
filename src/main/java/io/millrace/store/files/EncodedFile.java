package io.millrace.store.files;

import io.millrace.engine.item.Artifact;
import io.millrace.media.format.ByteSource;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Reel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file before it is written: its content, the checksum over it, and whatever holds the content meanwhile, which is
 * closed with this. The content is in the heap, in leased memory, or made as it is written. One owner at a time, any
 * thread.
 */
public final class EncodedFile implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final String name;
    private final ByteSource content;
    private final long size;
    private final int crc32c;
    private final Runnable release;

    private EncodedFile(String name, ByteSource content, Measure measured, Runnable release) {
        this.name = name;
        this.content = content;
        this.size = measured.size;
        this.crc32c = (int) measured.crc.getValue();
        this.release = release;
    }

    /**
     * @param name without folders and without a leading dot
     * @param content not copied, not to be written to any more
     */
    public static EncodedFile of(String name, byte[] content) {
        ByteSource pieces = ByteSource.of(content);
        return new EncodedFile(name, pieces, measuredInMemory(pieces), () -> {});
    }

    /** A file of {@code head} and then the memory of {@code body}, which it shares instead of copying it. */
    public static EncodedFile sharing(String name, byte[] head, Lease body) {
        return sharing(name, head, body, NOTHING);
    }

    /** As {@link #sharing(String, byte[], Lease)}, and {@code tail} after the body. */
    public static EncodedFile sharing(String name, byte[] head, Lease body, byte[] tail) {
        Lease shared = body.share();
        ByteSource pieces = sink -> sink.put(ByteBuffer.wrap(head), shared.buffer(), ByteBuffer.wrap(tail));
        return new EncodedFile(name, pieces, measuredInMemory(pieces), shared::close);
    }

    /**
     * A file that is never whole in memory: {@code content} is asked for it now, for its size and checksum, and again
     * when it is written. It holds {@code reel}, in which the content is kept.
     *
     * @throws IOException what {@code content} throws
     */
    public static EncodedFile streaming(String name, ByteSource content, Reel reel) throws IOException {
        Measure measured = measured(content);
        return new EncodedFile(name, content, measured, reel.hold()::close);
    }

    public String name() {
        return name;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    public ByteSource content() {
        return content;
    }

    /** This file once it is visible at {@code path}. */
    public Artifact at(String path) {
        return new Artifact(path, size, crc32c);
    }

    /** This file once it is visible as {@code member} of an archive. */
    public Artifact inArchive(String archive, String member) {
        return Artifact.inArchive(archive, member, size, crc32c);
    }

    @Override
    public void close() {
        release.run();
    }

    private static Measure measuredInMemory(ByteSource content) {
        try {
            return measured(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory failed", e);
        }
    }

    private static Measure measured(ByteSource content) throws IOException {
        Measure measure = new Measure();
        content.to(measure);
        return measure;
    }

    private static final class Measure implements ByteSource.Sink {

        private final CRC32C crc = new CRC32C();
        private long size;

        @Override
        public void put(ByteBuffer... pieces) {
            for (ByteBuffer piece : pieces) {
                size += piece.remaining();
                crc.update(piece);
            }
        }
    }
}
