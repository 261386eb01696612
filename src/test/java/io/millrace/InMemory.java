package io.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * For tests that force thousands of small files. They cut no power, so what a disk does for that is only waiting; with
 * little shared memory, as in a container, they wait.
 */
public final class InMemory implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long ROOM_BYTES = 512 << 20;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return folder();
    }

    /** A new one; who asks deletes it. */
    public static Path folder() throws IOException {
        return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_BYTES
                ? Files.createTempDirectory(MEMORY, "millrace-")
                : Files.createTempDirectory("millrace-");
    }
}
