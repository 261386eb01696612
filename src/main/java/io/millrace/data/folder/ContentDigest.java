package io.millrace.data.folder;

import io.millrace.engine.item.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** CRC-32 and CRC-32C together, which are one CRC of 64 bits, by far the fastest that Java has. */
public final class ContentDigest {

    private static final int READ_BYTES = 64 << 10;

    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);

    /** All that a file holds. */
    public void addContent(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                add(buffer.array(), buffer.position());
            }
        }
    }

    public void add(byte[] bytes, int count) {
        first.update(bytes, 0, count);
        second.update(bytes, 0, count);
    }

    /** Never {@link Identity#NO_CONTENT}. */
    public long value() {
        long digest = first.getValue() << Integer.SIZE | second.getValue();
        return digest == Identity.NO_CONTENT ? 1 : digest;
    }
}
