package io.millrace.scratch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The one folder for all temporary files of a user: {@code millrace-UID} in the system's temporary folder, mode 0700.
 * bin/run makes it too, and makes it the temporary folder of Java and its libraries. For any threads and processes.
 *
 * <p>Folders of processes that were killed are removed by {@link #sweep}. Everything there is done relative to the open
 * folder and without following links, and only regular files are opened: a pipe would block.
 */
public final class ScratchRoot {

    /** How the names of folders begin that go with their owner. */
    static final String SCRATCH = "scratch-";

    static final Path LOCK = Path.of("LOCK");

    private static final String NAME = "millrace-";

    /** The owner of a younger folder may be about to take its lock. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path folder;

    private ScratchRoot(Path folder) {
        this.folder = folder;
    }

    /** That of the JVM's temporary folder. */
    public static ScratchRoot ofSystem() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Made where there is none.
     *
     * @param temporary a temporary folder, or the root itself
     * @throws IOException with a sentence that says what to do, if the folder of that name is not this user's own
     */
    public static ScratchRoot in(Path temporary) throws IOException {
        String name = NAME + PrivateFolder.uid();
        Path folder = temporary.endsWith(name) ? temporary : temporary.resolve(name);
        PrivateFolder.require(folder);
        return new ScratchRoot(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Removes what killed processes have left; what cannot be removed stays. */
    public void sweep() throws IOException {
        PrivateFolder.within(folder, root -> {
            for (Path name : FolderRemoval.names(root)) {
                if (mayBeDead(name.toString())) {
                    removeIfDead(root, name);
                }
            }
        });
    }

    /** This process's own are left alone: to open and close a lock of this process would release it. */
    private static boolean mayBeDead(String name) {
        return name.startsWith(SCRATCH) && !name.startsWith(ScratchFolder.ownPrefix());
    }

    private static void removeIfDead(SecureDirectoryStream<Path> root, Path name) {
        try {
            if (!attributes(root, name).isDirectory()) {
                return;
            }
            try (SecureDirectoryStream<Path> opened = root.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                if (!isDead(opened)) {
                    return;
                }
                FolderRemoval.empty(opened);
            }
            root.deleteDirectory(name);
        } catch (IOException | OverlappingFileLockException e) {
            // in use, or gone meanwhile: not ours to clear
        }
    }

    private static boolean isDead(SecureDirectoryStream<Path> opened) throws IOException {
        BasicFileAttributes lock = lock(opened);
        BasicFileAttributes dated = lock == null ? attributes(opened) : lock;
        boolean young =
                dated.lastModifiedTime().toInstant().isAfter(Instant.now().minus(YOUNG));
        return !young && (lock == null || (lock.isRegularFile() && isFree(opened)));
    }

    /** Null where its owner had not made it yet. */
    private static BasicFileAttributes lock(SecureDirectoryStream<Path> opened) throws IOException {
        try {
            return attributes(opened, LOCK);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether nobody has the lock. Opened for both, because that does not block even on a pipe. */
    private static boolean isFree(SecureDirectoryStream<Path> opened) throws IOException {
        var options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = opened.newByteChannel(LOCK, options)) {
            if (!(channel instanceof FileChannel file)) {
                return false;
            }
            try (FileLock taken = file.tryLock()) {
                return taken != null;
            }
        }
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder) throws IOException {
        return folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    }

    static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }
}
