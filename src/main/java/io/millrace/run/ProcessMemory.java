package io.millrace.run;

import io.millrace.engine.metrics.Status.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process uses, as the system counts it. */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Now. {@code reserved}, {@code limit} and {@code waiting} are the pipeline's. */
    static Memory now(long reservedBytes, long limitBytes, int waiting) {
        Runtime java = Runtime.getRuntime();
        long used = java.totalMemory() - java.freeMemory();
        return new Memory(used, java.maxMemory(), reservedBytes, limitBytes, field("VmRSS:"), field("VmHWM:"), waiting);
    }

    /** In bytes; -1 where there is no such file. */
    private static long field(String name) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }
}
