package io.millrace.show.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.Signal;
import jnr.ffi.LibraryLoader;

/**
 * Descriptors of the process, below everything that Java knows of: native libraries write to 1 and 2, and so does the
 * JVM itself. While they are led to a file nothing of that reaches the terminal. Java has no {@code dup2}, but
 * Chronicle Queue brings a library that calls C.
 */
final class Descriptors {

    static final int OUTPUT = 1;
    static final int ERROR = 2;
    private static final int OWNER_AND_READERS = 0644;

    /** C's own names. Public because the library writes a class that implements it. */
    public interface LibC {
        int dup(int descriptor);

        int dup2(int from, int to);

        int open(String path, int flags, int mode);

        int close(int descriptor);

        int kill(int process, int signal);
    }

    private final LibC libc;

    /** What was led away, by its number: a copy of where it went. */
    private final Map<Integer, Integer> before = new TreeMap<>();

    private Descriptors(LibC libc) {
        this.libc = libc;
    }

    static Descriptors of() throws IOException {
        try {
            return new Descriptors(LibraryLoader.create(LibC.class).load("c"));
        } catch (LinkageError | RuntimeException e) {
            throw new IOException("C's library cannot be called", e);
        }
    }

    /** From here on these go to the end of {@code file}. */
    void divert(Path file, int... descriptors) throws IOException {
        if (descriptors.length == 0) {
            return;
        }
        int flags = OpenFlags.O_WRONLY.intValue() | OpenFlags.O_APPEND.intValue() | OpenFlags.O_CREAT.intValue();
        int target = libc.open(file.toString(), flags, OWNER_AND_READERS);
        if (target < 0) {
            throw new IOException("cannot open " + file);
        }
        for (int descriptor : descriptors) {
            divert(descriptor, target);
        }
        libc.close(target);
    }

    void restore() {
        before.forEach((descriptor, copy) -> {
            libc.dup2(copy, descriptor);
            libc.close(copy);
        });
        before.clear();
    }

    /** Stops this process, all of its threads, until somebody continues it; returns then. */
    void stopProcess() {
        libc.kill((int) ProcessHandle.current().pid(), Signal.SIGSTOP.intValue());
    }

    private void divert(int descriptor, int target) {
        int copy = libc.dup(descriptor);
        if (copy >= 0) {
            before.put(descriptor, copy);
            libc.dup2(target, descriptor);
        }
    }
}
