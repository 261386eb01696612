package io.millrace.cli.option;

import io.millrace.run.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the installation's folder {@code conf}. */
public final class ConfFolder {

    private static final String EXTENSION = ".conf";

    private ConfFolder() {}

    /**
     * The names of the files in a folder of it, without their extension, in order. What belongs to one machine, and is
     * no job, is left out.
     *
     * @param folder below {@code conf}; empty for that itself
     */
    public static List<String> names(String folder) {
        Path path = Installation.folder().resolve("conf").resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION) && !name.equals("site.conf"))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }
}
