package io.millrace.source;

import io.millrace.item.Content;
import io.millrace.item.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Reads a file for its {@link Content}: CRC-32 and CRC-32C together, which are one CRC of 64 bits, by far the fastest that
 * Java has. It tells only of the file as it was listed: one that is another by size or date afterwards has no content, since
 * nobody knows then what was read.
 *
 * @param file what is read
 * @param size when it was listed
 * @param modifiedMillis when it was listed
 */
record FileContent(Path file, long size, long modifiedMillis) implements Content.Reading {

    /** A longer file is known by size and date alone: to read it again may take a disk minutes. */
    static final long MOST_BYTES = 256L << 20;

    private static final int READ_BYTES = 64 << 10;

    @Override
    public long digest() {
        try {
            long digest = size > MOST_BYTES ? Identity.NO_CONTENT : read();
            return isAsListed() ? digest : Identity.NO_CONTENT;
        } catch (IOException e) {
            return Identity.NO_CONTENT;
        }
    }

    private long read() throws IOException {
        CRC32 first = new CRC32();
        CRC32C second = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                first.update(buffer.array(), 0, buffer.position());
                second.update(buffer.array(), 0, buffer.position());
            }
        }
        long digest = first.getValue() << Integer.SIZE | second.getValue();
        return digest == Identity.NO_CONTENT ? 1 : digest;
    }

    private boolean isAsListed() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() == size && now.lastModifiedTime().toMillis() == modifiedMillis;
    }
}
