package io.millrace.run.process;

import io.millrace.engine.output.LastFlight;
import io.millrace.scratch.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The native crash of an earlier process, proven: the launcher has seen the signal, or the JVM has left a file that
 * names the process. That it was killed, by whomever or for want of memory, is no crash.
 *
 * @param pid of the process that is dead
 * @param signal as the launcher says; null where nobody has seen it
 * @param file the JVM's own account; null where there is none, as after an {@code abort()}
 */
public record Crash(long pid, String signal, Path file) {

    /** {@code PID:SIGNAL}, from the launcher. */
    private static final String PROPERTY = "millrace.crash";

    /** Where the JVM writes it if it cannot in the folder that it runs in, whatever is set; anybody may write there. */
    private static final Path TEMPORARY = Path.of("/tmp");

    /** The file's first lines say what it is about. */
    private static final int HEAD_LINES = 20;

    /** Whether the launcher has started this process because the one before has crashed. */
    public static boolean told() {
        return System.getProperty(PROPERTY) != null;
    }

    /** Whether that process had come to work in {@code output}: it is not to be begun anew a second time. */
    public static boolean inside(Path output) throws IOException {
        LastFlight flight = told() ? LastFlight.of(output) : null;
        return flight != null && flight.pid() == toldPid();
    }

    /** The crash of the process that has left {@code flight}; null if it is not known to have crashed. */
    public static Crash of(LastFlight flight) throws IOException {
        boolean seen = toldPid() == flight.pid();
        Path file = file(flight);
        if (file != null && isAboutMemory(file)) {
            return null;
        }
        return seen || file != null ? new Crash(flight.pid(), seen ? toldSignal() : null, file) : null;
    }

    private static long toldPid() {
        String told = System.getProperty(PROPERTY, "-1:");
        return Long.parseLong(told.substring(0, told.indexOf(':')));
    }

    private static String toldSignal() {
        String told = System.getProperty(PROPERTY);
        return told.substring(told.indexOf(':') + 1);
    }

    /** A file of an older process that had the same number is older than the flight. */
    private static Path file(LastFlight flight) throws IOException {
        String name = "hs_err_pid" + flight.pid() + ".log";
        for (Path folder : List.of(Path.of(""), TEMPORARY)) {
            Path file = folder.resolve(name);
            if (PrivateFolder.holdsOurs(file)
                    && Files.getLastModifiedTime(file).toInstant().isAfter(flight.since())) {
                return file;
            }
        }
        return null;
    }

    private static boolean isAboutMemory(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(HEAD_LINES).anyMatch(line -> line.contains("There is insufficient memory"));
        }
    }
}
