package io.millrace.engine.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The stable name of an item: what the journal remembers and outputs are called by. Immutable. */
public final class ItemId {

    /**
     * The first 16 bytes of SHA-256 over an id in UTF-8: what the journal's done-set holds.
     *
     * @param low the first eight of them, little-endian
     * @param high the other eight, little-endian
     */
    public record Hash(long low, long high) {}

    /** The journal keeps the length in 16 bits, and no file system takes a longer path anyway. */
    public static final int MAX_BYTES = 4096;

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    private final String value;

    /** Made when it is first asked for, by whoever that is: two threads may make the same one. */
    private Hash hash;

    /** @param value any non-empty text of at most {@link #MAX_BYTES} bytes in UTF-8; slashes make folders */
    public ItemId(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an item id is empty");
        }
        if (value.getBytes(UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an item id is longer than " + MAX_BYTES + " bytes: " + value.substring(0, 60) + "...");
        }
        this.value = value;
    }

    public String value() {
        return value;
    }

    public Hash hash() {
        Hash known = hash;
        if (known == null) {
            ByteBuffer digest = ByteBuffer.wrap(Sha256.digest().digest(value.getBytes(UTF_8)))
                    .order(ByteOrder.LITTLE_ENDIAN);
            known = new Hash(digest.getLong(0), digest.getLong(8));
            hash = known;
        }
        return known;
    }

    /**
     * The id as a relative path, injective: characters outside {@code A-Za-z0-9._-}, leading dots of a name and slashes
     * that enclose no name are percent-encoded, so the result never leaves its root, never is hidden and never meets
     * another id's.
     */
    public String path() {
        StringBuilder path = new StringBuilder(value.length() + 8);
        byte[] bytes = value.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (separates(bytes, i) || (PLAIN.indexOf(c) >= 0 && !leadingDot(bytes, i))) {
                path.append(c);
            } else {
                path.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return path.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemId id && id.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean separates(byte[] bytes, int i) {
        return bytes[i] == '/' && i > 0 && bytes[i - 1] != '/' && i < bytes.length - 1;
    }

    private static boolean leadingDot(byte[] bytes, int i) {
        return bytes[i] == '.' && (i == 0 || bytes[i - 1] == '/');
    }
}
