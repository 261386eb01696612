package io.millrace.config;

/**
 * An amount of memory or disk, such as {@code 64MiB}, that may be {@code auto} where reference.conf says so.
 *
 * @param bytes at least 0; -1 for {@code auto}
 */
public record ByteSize(long bytes) {

    public static final ByteSize AUTO = new ByteSize(-1);

    public boolean isAuto() {
        return bytes < 0;
    }

    public long orElse(long chosen) {
        return isAuto() ? chosen : bytes;
    }
}
