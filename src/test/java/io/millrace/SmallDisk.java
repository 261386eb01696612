package io.millrace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A file system in memory that fills up. Needs the right to mount one: a test without it is skipped. */
public final class SmallDisk implements AutoCloseable {

    private static final int PIECE = 64 << 10;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Over an empty folder. */
    public static SmallDisk mount(Path folder, int mebibytes) throws InterruptedException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount a small tmpfs");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Takes all but so many bytes, until {@link #free}. */
    public void fill(long left) throws IOException {
        FileStore store = Files.getFileStore(folder);
        try (var ballast = Files.newOutputStream(ballast())) {
            for (long most = store.getUsableSpace() - left; most >= PIECE; most -= PIECE) {
                ballast.write(new byte[PIECE]);
            }
        }
    }

    public void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Whoever has mapped memory of it may let go a little later. */
    @Override
    public void close() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> run("umount", folder.toString()) == 0);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
