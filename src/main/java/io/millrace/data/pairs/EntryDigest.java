package io.millrace.data.pairs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Tells whether the manifest says something else of an item than it did: its path, caption, span, size or annotation.
 * One thread.
 */
public final class EntryDigest {

    private final MessageDigest sha256 = Sha256.digest();

    /** The first 8 bytes of SHA-256 over the values, each behind its length. */
    public long of(String source, PairsRow row) {
        add(source);
        add(row.text());
        add(Double.toString(row.startS()));
        add(Double.toString(row.endS()));
        add(String.valueOf(row.size()));
        return ByteBuffer.wrap(sha256.digest()).getLong();
    }

    /** Of a video with its annotation, which is null where there is none; JSON is never empty. */
    public long of(String source, String annotation) {
        add(source);
        add(annotation == null ? "" : annotation);
        return ByteBuffer.wrap(sha256.digest()).getLong();
    }

    private void add(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha256.update(bytes);
    }
}
