package io.millrace.engine.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The journal cannot be used, or not any longer. The message is one sentence that names the path and says what to do.
 */
public final class JournalException extends IOException {

    private static final long serialVersionUID = 1;

    /** What the caller can make of it. */
    public enum Kind {
        /** Another process holds the output. */
        LOCKED,
        /** The output belongs to another job. */
        OTHER_JOB,
        /** Something else stands where a folder belongs. */
        NOT_A_FOLDER,
        /** Reading or writing failed, a full disk included. */
        IO,
        /** What was committed is not there any more. */
        LOST,
        /** Two items of one listing have the same id. */
        DUPLICATE_ID,
        /** This JVM was started without what the journal needs, or the journal is of a newer program. */
        SETUP
    }

    private final Kind kind;

    public JournalException(Kind kind, String message) {
        this(kind, message, null);
    }

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * {@code doing} such as "cannot write the journal in"; the path and the system's reason follow. A cause that says
     * all this already stays as it is.
     */
    public static JournalException io(String doing, Path path, IOException cause) {
        if (cause instanceof JournalException known) {
            return known;
        }
        return new JournalException(Kind.IO, doing + " " + path + ": " + reason(cause), cause);
    }

    /** The system's words; some of its exceptions say what they are by their class alone. */
    public static String reason(IOException cause) {
        if (cause instanceof FileSystemException system) {
            return system.getReason() == null ? words(system.getClass()) : system.getReason();
        }
        return cause.getMessage() == null ? words(cause.getClass()) : cause.getMessage();
    }

    /** {@code access denied} of {@code AccessDeniedException}. */
    private static String words(Class<?> exception) {
        String name = exception.getSimpleName().replace("Exception", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
