package io.millrace.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Keeps real zeros on the disk ahead of a memory-mapped file's writer. A store into a hole of a mapped file on a full
 * disk is a SIGBUS; a write of zeros is an IOException, and comes before anything was appended. Not a FileChannel,
 * because an interrupt would close that. One thread.
 */
final class Prefill implements Closeable {

    static final int BLOCK_BYTES = 1 << 20;

    /** A mapping of a block reaches this far into the next one. */
    static final int OVERLAP_BYTES = BLOCK_BYTES / 4;

    private static final byte[] ZEROS = new byte[64 << 10];

    private final Path path;
    private final RandomAccessFile file;
    private final Object key;
    private long end;

    /** A new file with room for what the queue writes on opening it. */
    Prefill(Path path) throws IOException {
        this.path = path;
        this.file = create(path);
        try {
            this.key = fileKey();
            ahead(0);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A new file of exactly so many zero bytes. */
    static void fill(Path path, long bytes) throws IOException {
        try (RandomAccessFile file = create(path)) {
            zeros(file, 0, bytes);
        }
    }

    /** Makes sure that the block of {@code position}, the next one and its overlap are on the disk. */
    void ahead(long position) throws IOException {
        long need = position / BLOCK_BYTES * BLOCK_BYTES + 2L * BLOCK_BYTES + OVERLAP_BYTES;
        if (end < need) {
            requireSameFile();
            zeros(file, end, need);
            end = need;
        }
    }

    /** Forces what was stored through any mapping of the file, too. */
    void force() throws IOException {
        requireSameFile();
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The queue renames files it does not like; what we would force then is not what it writes. */
    private void requireSameFile() throws IOException {
        if (!Objects.equals(key, fileKey())) {
            throw new IOException(path + " was replaced while it was written");
        }
    }

    private Object fileKey() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static RandomAccessFile create(Path path) throws IOException {
        return new RandomAccessFile(Files.createFile(path).toFile(), "rw");
    }

    private static void zeros(RandomAccessFile file, long from, long to) throws IOException {
        file.seek(from);
        for (long left = to - from; left > 0; left -= ZEROS.length) {
            file.write(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }
}
