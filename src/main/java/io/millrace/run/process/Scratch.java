package io.millrace.run.process;

import io.millrace.scratch.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A folder that goes with the process, however that ends, as far as it can see its end coming. */
public final class Scratch implements AutoCloseable {

    private static final String PURPOSE = "doctor";

    private final ScratchFolder scratch;
    private final Thread lastResort = new Thread(this::forget, "scratch");

    private Scratch(ScratchFolder scratch) {
        this.scratch = scratch;
    }

    /** @param above the folder that it lies in, made where there is none; null for the user's temporary one */
    public static Scratch in(Path above) throws IOException {
        if (above != null) {
            Files.createDirectories(above);
        }
        Scratch scratch = new Scratch(
                above == null
                        ? ScratchFolder.create(Installation.temporary(), PURPOSE)
                        : ScratchFolder.below(above, PURPOSE));
        Runtime.getRuntime().addShutdownHook(scratch.lastResort);
        return scratch;
    }

    public Path folder() {
        return scratch.folder();
    }

    /** What is in it by this name, with all that is in that. */
    public void remove(String name) throws IOException {
        scratch.remove(name);
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            return; // the process ends: the hook is at it
        }
        scratch.close();
    }

    /** Whoever still writes there is being ended just now, too. */
    private void forget() {
        for (int tries = 0; Files.exists(folder()) && tries < 20; tries++) {
            try {
                scratch.close();
            } catch (IOException e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
