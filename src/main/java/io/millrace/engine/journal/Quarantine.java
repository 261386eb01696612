package io.millrace.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps damaged files as they were found, in {@code quarantine/} beside them. Nothing ever reads them or removes them.
 */
public final class Quarantine {

    public static final String NAME = "quarantine";

    private final Path folder;
    private int kept;

    Quarantine(Path home) {
        this.folder = home.resolve(NAME);
    }

    Path folder() {
        return folder;
    }

    /** How many files were kept by this object, or were there already. */
    int kept() {
        return kept;
    }

    /** Copies a file; one that is there already with the same bytes is not kept twice. */
    void keep(Path file, String name) throws IOException {
        kept++;
        Path copy = folder.resolve(name);
        for (int number = 2; Files.exists(copy); number++) {
            if (Files.mismatch(file, copy) < 0) {
                return;
            }
            copy = folder.resolve(name + "-" + number);
        }
        Files.createDirectories(folder);
        Path temporary = folder.resolve(name + ".tmp");
        Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.publish(temporary, copy);
    }
}
