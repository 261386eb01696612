package io.millrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A folder that goes with the process, however that ends, as far as it can see its end coming. */
final class Scratch implements AutoCloseable {

    private final Path folder;
    private final Thread lastResort = new Thread(this::forget, "scratch");

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** @param above the folder that it lies in, made where there is none; null for the system's temporary one */
    static Scratch in(Path above) throws IOException {
        String prefix = "millrace-doctor-";
        if (above != null) {
            Files.createDirectories(above);
        }
        Scratch scratch = new Scratch(
                above == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(above, prefix));
        Runtime.getRuntime().addShutdownHook(scratch.lastResort);
        return scratch;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            return; // the process ends: the hook is at it
        }
        remove(folder);
    }

    /** Whoever still writes there is being ended just now, too. */
    private void forget() {
        for (int tries = 0; Files.exists(folder) && tries < 20; tries++) {
            try {
                remove(folder);
            } catch (IOException | UncheckedIOException e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    /** With all that is in it. What has gone meanwhile is gone. */
    static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
