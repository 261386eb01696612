package io.millrace.stage.write;

import io.millrace.item.Artifact;
import io.millrace.media.Lease;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file before it is written: a head in the heap, perhaps a body in leased memory with a tail in the heap after it, and the
 * checksum over all of them. One owner at a time, any thread.
 */
public final class EncodedFile implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final String name;
    private final byte[] head;
    private final Lease body;
    private final byte[] tail;
    private final int crc32c;

    private EncodedFile(String name, byte[] head, Lease body, byte[] tail, int crc32c) {
        this.name = name;
        this.head = head;
        this.body = body;
        this.tail = tail;
        this.crc32c = crc32c;
    }

    /**
     * @param name without folders and without a leading dot
     * @param content not copied, not to be written to any more
     */
    public static EncodedFile of(String name, byte[] content) {
        return new EncodedFile(name, content, null, NOTHING, checksum(content, null, NOTHING));
    }

    /** A file of {@code head} and then the memory of {@code body}, which it shares instead of copying it. */
    public static EncodedFile sharing(String name, byte[] head, Lease body) {
        return sharing(name, head, body, NOTHING);
    }

    /** As {@link #sharing(String, byte[], Lease)}, and {@code tail} after the body. */
    public static EncodedFile sharing(String name, byte[] head, Lease body, byte[] tail) {
        int crc32c = checksum(head, body, tail);
        return new EncodedFile(name, head, body.share(), tail, crc32c);
    }

    public String name() {
        return name;
    }

    /** In bytes. */
    public long size() {
        return head.length + (body == null ? 0L : body.size()) + tail.length;
    }

    /** Fresh views of the content, in order, for a gathering write. */
    ByteBuffer[] content() {
        ByteBuffer first = ByteBuffer.wrap(head).asReadOnlyBuffer();
        return body == null
                ? new ByteBuffer[] {first}
                : new ByteBuffer[] {first, body.buffer(), ByteBuffer.wrap(tail).asReadOnlyBuffer()};
    }

    /** This file once it is visible in {@code folder}. */
    Artifact in(String folder) {
        return new Artifact(folder + "/" + name, size(), crc32c);
    }

    /** This file once it is visible as {@code member} of an archive. */
    Artifact inArchive(String archive, String member) {
        return Artifact.inArchive(archive, member, size(), crc32c);
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
        }
    }

    private static int checksum(byte[] head, Lease body, byte[] tail) {
        CRC32C crc = new CRC32C();
        crc.update(head);
        if (body != null) {
            crc.update(body.buffer());
        }
        crc.update(tail);
        return (int) crc.getValue();
    }
}
