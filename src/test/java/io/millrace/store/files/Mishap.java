package io.millrace.store.files;

import io.millrace.engine.flow.WriterContract.Killed;
import io.millrace.engine.journal.WatchedJournal.Torn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What happens to the {@code n}-th operation that a run does on its output and its journal. Of one that fails hardly
 * anybody is sure whether it was done, so it comes before, in the middle and after. Any threads.
 */
final class Mishap {

    private final int at;
    private final Path after;
    private final Path root;
    private int operations;
    private String struck;

    private Mishap(int at, Path root, Path after) {
        this.at = at;
        this.root = root;
        this.after = after;
    }

    static Mishap none() {
        return new Mishap(Integer.MAX_VALUE, null, null);
    }

    /** The operation fails, and only that one: the disk was full. */
    static Mishap failing(int at) {
        return new Mishap(at, null, null);
    }

    /** The process ends there: {@code after} is what it leaves of {@code root}. For runs of one thread. */
    static Mishap killing(int at, Path root, Path after) {
        return new Mishap(at, root, after);
    }

    /** Which operation it came to, or null. */
    synchronized String struck() {
        return struck;
    }

    Disk disk() {
        return new WatchedDisk((operation, path) -> before(operation + " " + path, Torn.NOTHING));
    }

    synchronized void before(String operation, Torn torn) throws IOException {
        if (struck != null && after != null) {
            throw Killed.now();
        }
        if (++operations != at) {
            return;
        }
        struck = operation;
        torn.leave();
        if (after == null) {
            throw new IOException("No space left on device");
        }
        copy(root, after);
        throw Killed.now();
    }

    /** A folder and all that is in it. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
