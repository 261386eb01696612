package io.millrace.scratch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A folder for temporary files that goes away with its owner: on {@link #close}, or, if the owner was killed, when the
 * next one is made. A lock tells whether the owner lives; the system releases it however a process ends. Owned by
 * whoever made it; any threads.
 */
public final class ScratchFolder implements Closeable {

    private final Path folder;
    private final FileChannel lock;

    private ScratchFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * In the user's own part of {@code temporary}, after those of killed owners were removed there.
     *
     * @param purpose a word for its name
     * @throws IOException with a sentence that says what to do, if that part is not this user's own or cannot be
     *     written
     */
    public static ScratchFolder create(Path temporary, String purpose) throws IOException {
        ScratchRoot root = ScratchRoot.in(temporary);
        root.sweep();
        return below(root.folder(), purpose);
    }

    /** In {@code parent}, a folder of the user's; those of killed owners stay there. */
    public static ScratchFolder below(Path parent, String purpose) throws IOException {
        Path folder = Files.createTempDirectory(parent, ownPrefix() + purpose + "-");
        FileChannel lock = FileChannel.open(
                folder.resolve(ScratchRoot.LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new ScratchFolder(folder, lock);
    }

    /** How the names of this process's folders begin. The process's start tells it from others of the same number. */
    static String ownPrefix() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return ScratchRoot.SCRATCH + process.pid() + "." + started + "-";
    }

    public Path folder() {
        return folder;
    }

    public Path resolve(String name) {
        return folder.resolve(name);
    }

    /** Removes the folder of this name in here with all that is in it, if it is there. */
    public void remove(String name) throws IOException {
        FolderRemoval.remove(folder, Path.of(name));
    }

    @Override
    public void close() throws IOException {
        lock.close();
        FolderRemoval.remove(folder.getParent(), folder.getFileName());
    }
}
