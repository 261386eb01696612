package io.millrace.store.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** What would be written of a file. */
public final class EncodedBytes {

    private EncodedBytes() {}

    /** As records have it. */
    public static int crc32c(EncodedFile file) {
        return file.at("x").crc32c();
    }

    public static byte[] of(EncodedFile file) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            file.content().to(pieces -> {
                for (ByteBuffer buffer : pieces) {
                    byte[] piece = new byte[buffer.remaining()];
                    buffer.get(piece);
                    all.writeBytes(piece);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }
}
