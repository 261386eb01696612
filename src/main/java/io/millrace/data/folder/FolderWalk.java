package io.millrace.data.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks a folder and those below it, each by the order of its names' bytes, and holds the names of no more folders than
 * it is deep. Hidden names are passed over. A link to a folder is followed where that lies outside of the input, once;
 * inside, its files have names of their own already. So no loop of links is without end. One thread's.
 */
public final class FolderWalk {

    /**
     * A place where something of interest stands.
     *
     * @param path relative to the input, with {@code /}
     * @param file where it lies
     * @param failure why it cannot be read, where it is a folder that cannot; else null
     */
    public record Found(String path, Path file, IOException failure) {}

    private record Level(Path folder, String prefix, SortedNames names) {}

    private final Extensions extensions;
    private final FolderLinks links;
    private final Deque<Level> levels = new ArrayDeque<>();
    private long others;

    public FolderWalk(Path root, Extensions extensions) throws IOException {
        this.extensions = extensions;
        this.links = new FolderLinks(root);
        levels.push(new Level(root, "", SortedNames.of(root)));
    }

    /** As {@link #next}, but goes into folders with such names and never gives one that can be read. */
    public Found nextFile() {
        Found found = next();
        while (found != null && found.failure() == null && Files.isDirectory(found.file())) {
            Found failed = enter(found);
            found = failed == null ? next() : failed;
        }
        return found;
    }

    /**
     * The next file with one of the extensions, which may be a folder, or a folder that cannot be read; null at the
     * end.
     */
    public Found next() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            String name = level.names().next();
            if (name == null) {
                levels.pop();
                continue;
            }
            Found entry = new Found(level.prefix() + name, FileNames.resolve(level.folder(), name), null);
            if (extensions.end(name)) {
                return entry;
            }
            Found failed = enter(entry);
            if (failed != null) {
                return failed;
            }
        }
        return null;
    }

    /** Files so far with other names. */
    public long others() {
        return others;
    }

    /** Goes on inside {@code entry} where it is a folder; null, or the folder with what kept it from being read. */
    Found enter(Found entry) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(entry.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isDirectory() || (facts.isSymbolicLink() && links.leadsOut(entry.file()))) {
                levels.push(new Level(entry.file(), entry.path() + "/", SortedNames.of(entry.file())));
            } else if (!facts.isSymbolicLink() || !Files.isDirectory(entry.file())) {
                others++;
            }
            return null;
        } catch (IOException e) {
            return new Found(entry.path() + "/", entry.file(), e);
        }
    }
}
