package io.millrace.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits that this process was started under ({@code ulimit}), as Linux tells them. Read anew at each call; any
 * thread.
 *
 * @param process the folder of the process, with {@code limits}
 */
public record ProcessLimits(Path process) {

    /** A limit by the system's name for it. */
    public enum Limit {
        OPEN_FILES("Max open files"),
        PROCESSES("Max processes"),
        ADDRESS_BYTES("Max address space"),
        FILE_BYTES("Max file size");

        private final String name;

        Limit(String name) {
            this.name = name;
        }
    }

    public static ProcessLimits ofProcess() {
        return new ProcessLimits(Path.of("/proc/self"));
    }

    /** The one that holds now (the soft one); empty where there is none or the system does not tell. */
    public OptionalLong get(Limit limit) {
        try {
            Matcher line = Pattern.compile("^" + limit.name + " +(\\d+) ", Pattern.MULTILINE)
                    .matcher(Files.readString(process.resolve("limits")));
            return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
