package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Reel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The spools of all videos under way, shared by all workers of a run. A spool comes with the first frame of its reel
 * and goes when nobody holds that any more. Safe for any threads.
 */
final class HandsSpools {

    /** Frames of a video whose rows stay in the heap: half a minute and more. */
    private static final int HEAP_ROWS = 1024;

    /** The most heap that a video takes, in bytes, however long it is. */
    public static final int HEAP_BYTES = HEAP_ROWS * HandRow.BYTES;

    private static final String PREFIX = "hands-";
    private static final String SUFFIX = ".spool";

    private final int heapRows;
    private final SpoolFolder folder;
    private final ConcurrentMap<Reel, Spool> spools = new ConcurrentHashMap<>();

    /**
     * @param folder for the rows of long videos, on a disk that has room for them; made when the first of them comes,
     *     and emptied then of what a killed process has left
     */
    public HandsSpools(Path folder) {
        this(folder, HEAP_ROWS);
    }

    HandsSpools(Path folder, int heapRows) {
        this.folder = new SpoolFolder(folder);
        this.heapRows = heapRows;
    }

    /** The caller holds {@code reel}. */
    Spool of(Reel reel) {
        return spools.computeIfAbsent(reel, this::begin);
    }

    /** How many there are. */
    int size() {
        return spools.size();
    }

    private Spool begin(Reel reel) {
        Spool spool = new Spool(reel, folder, heapRows);
        reel.onRelease(() -> {
            spools.remove(reel);
            spool.release();
        });
        return spool;
    }

    /** Files are taken out of the folder as soon as they are open; only one that is killed in between leaves a name. */
    static final class SpoolFolder {

        private final Path path;
        private boolean ready;

        SpoolFolder(Path path) {
            this.path = path;
        }

        /** An empty file, open, that nobody else finds. */
        synchronized RandomAccessFile create() throws IOException {
            if (!ready) {
                Files.createDirectories(path);
                clear();
                ready = true;
            }
            Path file = Files.createTempFile(path, PREFIX, SUFFIX);
            try {
                return new RandomAccessFile(file.toFile(), "rw");
            } finally {
                Files.deleteIfExists(file);
            }
        }

        /** For messages. */
        Path path() {
            return path;
        }

        private void clear() throws IOException {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(path, PREFIX + "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
