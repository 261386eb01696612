package io.millrace.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of an output's runs, {@code OUT/.millrace/runs/RUN}, each named after the second in which it began. Any
 * threads.
 */
public final class RunFolders {

    /** What came of a run, in its folder. */
    public static final String SUMMARY = "summary.json";

    /** How a run is named; {@code -2}, {@code -3} ... follow where several began in a second. */
    public static final String SECOND = "yyyyMMdd-HHmmss";

    private RunFolders() {}

    /** The folder of them all; need not exist. */
    public static Path folder(Path output) {
        return JournalFolder.hidden(output).resolve("runs");
    }

    /** All of them by their names: the oldest first. */
    public static List<Path> all(Path output) throws IOException {
        if (!Files.isDirectory(folder(output))) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder(output))) {
            return folders.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(RunFolders::second).thenComparing(RunFolders::suffix))
                    .toList();
        }
    }

    private static String second(Path folder) {
        String id = folder.getFileName().toString();
        return id.substring(0, Math.min(SECOND.length(), id.length()));
    }

    /** The first of a second has none. */
    private static int suffix(Path folder) {
        String id = folder.getFileName().toString();
        String suffix = id.substring(Math.min(SECOND.length() + 1, id.length()));
        return suffix.matches("[0-9]{1,9}") ? Integer.parseInt(suffix) : 0;
    }
}
