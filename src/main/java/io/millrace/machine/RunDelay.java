package io.millrace.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * For how long one thread has been ready to run and had no processor, as Linux counts it. That includes the time in
 * which a quota of its control group was used up; a thread that sleeps, waits for a disk or is stopped is not ready.
 * Any thread may ask.
 */
public final class RunDelay {

    /** Where the system does not tell. */
    public static final long UNKNOWN = -1;

    private static final Path PROCESSES = Path.of("/proc");

    /** Three numbers: nanoseconds with a processor, nanoseconds ready without one, times it got one. */
    private static final String FIGURES = "schedstat";

    private final Path figures;

    private RunDelay(Path figures) {
        this.figures = figures;
    }

    /** Of the thread that calls. */
    public static RunDelay ofCurrentThread() {
        return ofCurrentThread(PROCESSES);
    }

    /** @param processes a folder with a link {@code thread-self} to the folder of the thread */
    static RunDelay ofCurrentThread(Path processes) {
        try {
            Path thread = Files.readSymbolicLink(processes.resolve("thread-self"));
            return new RunDelay(processes.resolve(thread).resolve(FIGURES));
        } catch (IOException | UnsupportedOperationException e) {
            return new RunDelay(null);
        }
    }

    /** In nanoseconds since the thread's start, or {@link #UNKNOWN}; that too after its end. */
    public long ns() {
        if (figures == null) {
            return UNKNOWN;
        }
        try {
            String[] words = Files.readString(figures).trim().split(" ");
            boolean counted = !words[0].equals("0"); // whoever can ask has had a processor
            return counted ? Long.parseLong(words[1]) : UNKNOWN;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }
}
