package io.millrace.scratch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes folders with all that is in them, each entry relative to its open folder. A link is removed itself and never
 * followed, even when it takes the place of a folder meanwhile. What is gone meanwhile is gone.
 */
final class FolderRemoval {

    private FolderRemoval() {}

    /** The folder of this name in {@code parent}. */
    static void remove(Path parent, Path name) throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(parent)) {
            if (opened instanceof SecureDirectoryStream<Path> secure) {
                remove(secure, name);
            } else {
                removeByPath(parent.resolve(name));
            }
        } catch (NoSuchFileException e) {
            // gone already
        }
    }

    /** All that is in {@code folder}. */
    static void empty(SecureDirectoryStream<Path> folder) throws IOException {
        for (Path name : names(folder)) {
            try {
                remove(folder, name);
            } catch (NoSuchFileException e) {
                // gone already
            }
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        if (!ScratchRoot.attributes(parent, name).isDirectory()) {
            parent.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            empty(folder);
        }
        parent.deleteDirectory(name);
    }

    static List<Path> names(DirectoryStream<Path> folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            folder.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Where the system has no calls that are relative to an open folder. Links are not followed here either. */
    private static void removeByPath(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
