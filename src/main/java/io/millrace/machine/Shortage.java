package io.millrace.machine;

import io.millrace.machine.ProcessLimits.Limit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a failure shows to have run out, by the system's words in it or in one of its causes. Each tells which limit
 * that is and what to do. The words are those of an English system; in another language a failure is what its exception
 * says.
 */
public enum Shortage {
    OPEN_FILES("Too many open files"),
    SYSTEM_FILES("Too many open files in system"),
    THREADS("unable to create native thread|Resource temporarily unavailable"),
    MEMORY("Map failed|Cannot allocate memory|failed to map segment|bad allocation|Out of swap space"),
    FILE_SIZE("File too large"),
    QUOTA("quota exceeded"),
    FILES("(?!)"),
    SPACE("No space left on device");

    /** Below this a disk counts as full: no file system can use its last blocks freely. */
    private static final long FULL_BYTES = 1 << 20;

    /** What failed may have given back the files of an item since. */
    private static final long FEW_FILES = 32;

    /** Causes of causes; a chain that is longer has a ring. */
    private static final int DEEPEST = 20;

    /** A pattern; that of no words is never found. */
    private final String words;

    Shortage(String words) {
        this.words = words;
    }

    String tell(ProcessLimits limits, ControlGroups groups) {
        return switch (this) {
            case OPEN_FILES ->
                "no more files can be opened: this process may have " + number(limits.get(Limit.OPEN_FILES))
                        + " open (ulimit -n); allow more, ulimit -n 65536, or use fewer workers (-w)";
            case SYSTEM_FILES ->
                "no more files can be opened on this machine: all processes together have as many open as the system"
                        + " allows; raise fs.file-max, or end what is not needed";
            case THREADS ->
                "no more threads can be started: this user may have " + number(limits.get(Limit.PROCESSES))
                        + " threads and processes (ulimit -u)" + ofGroup(groups.threadsMost())
                        + "; allow more, or use fewer workers (-w)";
            case MEMORY -> noMemory(limits.get(Limit.ADDRESS_BYTES));
            case FILE_SIZE -> tooLarge(limits.get(Limit.FILE_BYTES));
            case QUOTA -> "the disk quota is used up, of space or of files; free some of it, or ask for more";
            case FILES ->
                "its disk has space, but takes no more files (df -i); remove files that are not needed, or choose"
                        + " another folder or a format with fewer files";
            case SPACE -> "no space left on its disk; free some space";
        };
    }

    private static String ofGroup(OptionalLong threads) {
        return threads.isEmpty() ? "" : ", this control group " + threads.getAsLong() + " (pids.max)";
    }

    private static String noMemory(OptionalLong addresses) {
        return addresses.isPresent()
                ? "this process may have only " + (addresses.getAsLong() >> 20)
                        + " MiB of addresses (ulimit -v), and Java"
                        + " needs far more of them than memory; lift it, ulimit -v unlimited"
                : "the system gives this process no more memory; let the run use less, with a smaller --memory or"
                        + " fewer workers (-w), or free some";
    }

    private static String tooLarge(OptionalLong most) {
        return most.isPresent()
                ? "a file may have only " + (most.getAsLong() >> 10) + " KiB (ulimit -f); lift it, ulimit -f unlimited"
                : "its file system takes no files of that size; choose another folder with --output";
    }

    /** What {@code failure} has met; null if it says nothing of the kind. */
    public static Shortage of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Shortage met = of(cause.getMessage(), cause instanceof FileSystemException file ? file.getFile() : null);
            if (met != null) {
                return met;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * What the system's words say.
     *
     * @param file that could not be written; may be null
     */
    public static Shortage of(String message, String file) {
        String said = message == null ? "" : message;
        if (SYSTEM_FILES.isSaid(said)) {
            return SYSTEM_FILES; // its words begin as those of the process's own limit
        }
        for (Shortage shortage : values()) {
            if (shortage.isSaid(said)) {
                return shortage == SPACE && file != null && takesNoFiles(Path.of(file)) ? FILES : shortage;
            }
        }
        return null;
    }

    private boolean isSaid(String message) {
        return Pattern.compile(words).matcher(message).find();
    }

    /** What has run out and what to do, in a sentence without its end. */
    public String sentence() {
        return tell(ProcessLimits.ofProcess(), ControlGroups.ofProcess());
    }

    /** Whether it is about a disk, as opposed to the process. */
    public boolean isOfDisk() {
        return List.of(FILE_SIZE, QUOTA, FILES, SPACE).contains(this);
    }

    /** Whether there is space on the disk of {@code file}, but hardly a file more. */
    private static boolean takesNoFiles(Path file) {
        Path folder = file.toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        try {
            return folder != null
                    && Files.getFileStore(folder).getUsableSpace() >= FULL_BYTES
                    && FreeFiles.on(folder).orElse(Long.MAX_VALUE) < FEW_FILES;
        } catch (IOException e) {
            return false;
        }
    }

    private static String number(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "only so many";
    }
}
