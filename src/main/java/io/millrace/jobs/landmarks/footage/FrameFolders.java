package io.millrace.jobs.landmarks.footage;

import io.millrace.data.folder.Extensions;
import io.millrace.data.folder.FileNames;
import io.millrace.data.folder.FolderLinks;
import io.millrace.data.folder.SortedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks all folders below one, by the order of their names' bytes, each before those inside it, and says what pictures
 * each holds. That takes one listing of each folder: a name that ends like a picture's is one, nobody looks the file
 * up. Holds the names of no more folders than it is deep. Hidden names and links as in
 * {@link io.millrace.data.folder.FolderWalk}. One thread's.
 */
final class FrameFolders {

    /**
     * A folder.
     *
     * @param path relative to the input, with {@code /}
     * @param pictures how many it holds itself
     * @param first the name of the first of them by the order of bytes; empty where there is none
     * @param failure why it cannot be read; null where it can
     */
    record Found(String path, int pictures, String first, IOException failure) {}

    private record Level(Path folder, String prefix, SortedNames names) {}

    private final Path root;
    private final Extensions extensions;
    private final FolderLinks links;
    private final Deque<Level> levels = new ArrayDeque<>();

    FrameFolders(Path root, Extensions extensions) throws IOException {
        this.root = root;
        this.extensions = extensions;
        this.links = new FolderLinks(root);
    }

    /** The input itself, whose path is empty; called first. */
    Found first() throws IOException {
        return entered(root, "", SortedNames.of(root));
    }

    /** The next folder below it; null behind the last. */
    Found next() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            String name = level.names().next();
            if (name == null) {
                levels.pop();
            } else if (!extensions.end(name)) {
                Found found = folder(level.prefix() + name, FileNames.resolve(level.folder(), name));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Null where it is none, or a link that is not followed. */
    private Found folder(String path, Path file) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean folder = facts.isDirectory() || (facts.isSymbolicLink() && links.leadsOut(file));
            return folder ? entered(file, path, SortedNames.of(file)) : null;
        } catch (IOException e) {
            return new Found(path, 0, "", e);
        }
    }

    private Found entered(Path folder, String path, SortedNames names) {
        int pictures = 0;
        String first = "";
        for (String name = names.next(); name != null; name = names.next()) {
            if (extensions.end(name)) {
                first = pictures == 0 ? name : first;
                pictures++;
            }
        }
        names.rewind();
        levels.push(new Level(folder, path.isEmpty() ? "" : path + "/", names));
        return new Found(path, pictures, first, null);
    }
}
