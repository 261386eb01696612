package io.millrace.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder among the temporary files that goes away with its owner: on {@link #close}, or, if the owner was killed, when the
 * next one is made. Whose owner lives is told by a lock, which the system releases however a process ends.
 */
final class ScratchFolder implements Closeable {

    private static final String PREFIX = "millrace-table-";
    private static final String LOCK = "LOCK";

    /** A younger lock may be one that is about to be taken. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path folder;
    private final FileChannel lock;

    private ScratchFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static ScratchFolder create(Path temporary) throws IOException {
        String own = PREFIX + ProcessHandle.current().pid() + "-";
        sweep(temporary, own);
        Path folder = Files.createTempDirectory(temporary, own);
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new ScratchFolder(folder, lock);
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        remove(folder);
    }

    /** Our own are left alone: to look at a lock of this process would release it. */
    private static void sweep(Path temporary, String own) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.getFileName().toString().startsWith(own)) {
                    removeIfDead(folder);
                }
            }
        }
    }

    private static void removeIfDead(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            Instant made = Files.getLastModifiedTime(folder.resolve(LOCK)).toInstant();
            if (taken != null && made.isBefore(Instant.now().minus(YOUNG))) {
                remove(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // in use, somebody else's, or gone meanwhile: not ours to clear
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
