package io.millrace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real files beside the project, where they are present: a test that needs them is skipped by name without. */
public final class Fixtures {

    private static final Path ROOT =
            Path.of("..", "shared", "fixtures").toAbsolutePath().normalize();

    private Fixtures() {}

    /** A file or folder among the fixtures; skips the calling test when there are none. */
    public static Path path(String relative) {
        assumeTrue(present(), "needs the shared fixtures beside the project");
        return ROOT.resolve(relative);
    }

    public static boolean present() {
        return Files.isDirectory(ROOT);
    }
}
