package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.LibraryLoader;

/**
 * Keeps what native libraries write to descriptor 2, of which {@link System#err} knows nothing, until it is closed. A
 * test that captures {@link System#err} alone would miss that.
 */
final class NativeErr implements AutoCloseable {

    private static final int ERROR = 2;
    private static final LibC C = LibraryLoader.create(LibC.class).load("c");

    /** C's own names. Public because the library writes a class that implements it. */
    public interface LibC {
        int dup(int descriptor);

        int dup2(int from, int to);

        int open(String path, int flags);

        int close(int descriptor);
    }

    private final Path file;
    private final int before;

    NativeErr() throws IOException {
        file = Files.createTempFile("native-", ".err");
        int target = C.open(file.toString(), OpenFlags.O_WRONLY.intValue() | OpenFlags.O_APPEND.intValue());
        before = C.dup(ERROR);
        if (target < 0 || before < 0 || C.dup2(target, ERROR) < 0) {
            throw new IOException("descriptor 2 cannot be led to " + file);
        }
        C.close(target);
    }

    String soFar() throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    @Override
    public void close() throws IOException {
        C.dup2(before, ERROR);
        C.close(before);
        Files.delete(file);
    }
}
