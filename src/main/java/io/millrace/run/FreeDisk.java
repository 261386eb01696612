package io.millrace.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What is free on the disk of a folder, asked for at most once a second: a network disk takes its time to answer. */
final class FreeDisk {

    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

    private final Path folder;
    private long askedNs = System.nanoTime() - FRESH_NS;
    private long bytes = -1;

    FreeDisk(Path folder) {
        this.folder = folder;
    }

    /** -1 where the system does not tell. */
    synchronized long bytes() {
        long nowNs = System.nanoTime();
        if (nowNs - askedNs >= FRESH_NS) {
            askedNs = nowNs;
            bytes = ask();
        }
        return bytes;
    }

    private long ask() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}
