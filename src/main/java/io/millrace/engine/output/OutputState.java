package io.millrace.engine.output;

import io.millrace.engine.journal.DurableFile;
import io.millrace.engine.journal.JournalFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What an output knows of itself beside its journal, below {@code .millrace}: which files in its root are ours
 * ({@code derived}), and what is not finished. Goes when the output is erased. Used under the output's LOCK; calls do
 * not overlap.
 *
 * @param output the root
 */
public record OutputState(Path output) {

    private Path hidden() {
        return JournalFolder.hidden(output);
    }

    /** Where the folder of {@link #workFolder} is, or would be. */
    public Path workPath(String name) {
        return hidden().resolve(name);
    }

    /**
     * The folder for a writer's unfinished work; on the file system of the output, made where it is missing, for good.
     */
    public Path workFolder(String name) throws IOException {
        Path folder = workPath(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            DurableFile.force(hidden());
        }
        return folder;
    }

    /**
     * Remembers that the file of that name in the root, or in a folder of it, is ours from now on, so that it is erased
     * with the output.
     *
     * @return false if there is one already that is not
     */
    public boolean claim(String name) throws IOException {
        Path mark = claims().resolve(name);
        if (Files.exists(mark)) {
            return true;
        }
        if (Files.exists(output.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        mark(mark);
        return true;
    }

    /** Whether the file of that name is ours. */
    public boolean isClaimed(String name) {
        return Files.exists(claims().resolve(name));
    }

    /** As {@link #claim}, whoever it was that made it. */
    public void take(String name) throws IOException {
        if (!isClaimed(name)) {
            mark(claims().resolve(name));
        }
    }

    /** Removes every claimed file, and the folders between it and the root that are empty then. */
    public void eraseClaimed() throws IOException {
        if (!Files.isDirectory(claims())) {
            return;
        }
        try (Stream<Path> marks = Files.walk(claims())) {
            for (Path mark : marks.filter(Files::isRegularFile).toList()) {
                Path file = output.resolve(claims().relativize(mark).toString());
                Files.deleteIfExists(file);
                removeEmptyAbove(output, file);
            }
        }
    }

    /** Folders between {@code file} and the output that hold nothing any more. */
    public static void removeEmptyAbove(Path output, Path file) throws IOException {
        Path above = file.getParent();
        try {
            while (!above.equals(output)) {
                Files.deleteIfExists(above);
                above = above.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // it holds more items, or something of somebody's
        }
    }

    private static void mark(Path mark) throws IOException {
        Files.createDirectories(mark.getParent());
        Files.write(mark, new byte[0]);
        DurableFile.force(mark.getParent());
    }

    private Path claims() {
        return hidden().resolve("derived");
    }
}
