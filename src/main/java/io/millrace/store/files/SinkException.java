package io.millrace.store.files;

import io.millrace.machine.Shortage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The output cannot be written, whatever the item. Its message is a sentence that names the path and says what to do.
 */
public final class SinkException extends IOException {

    private static final long serialVersionUID = 1;

    /** Below this a disk counts as full: no file system can use its last blocks freely. */
    private static final long FULL_BYTES = 1 << 20;

    private static final String GO_ON = "; then run again, and the run goes on where it stopped";

    private SinkException(String message, IOException cause) {
        super(message, cause);
    }

    /** What {@code cause}, met while writing {@code path}, means; one that says so already stays as it is. */
    public static SinkException of(Path path, IOException cause) {
        if (cause instanceof SinkException known) {
            return known;
        }
        return new SinkException("cannot write " + path + ": " + meaning(path, reason(cause), cause), cause);
    }

    /** Something that is not ours has the name of one of our files. */
    public static SinkException taken(Path path) {
        return new SinkException(
                "cannot write " + path
                        + ": a file that Millrace did not make has that name; move it away or choose another"
                        + " folder with --output; one that Millrace did make is marked again by"
                        + " 'bin/run journal repair'",
                null);
    }

    /** One of our files is not what we made it. */
    public static SinkException damaged(Path path) {
        return new SinkException(
                "cannot go on with " + path
                        + ": it was damaged or changed since it was written; bring back a copy, or have what"
                        + " is lost of it made again: bin/run journal repair " + path.getParent() + " --outputs",
                null);
    }

    private static String meaning(Path path, String reason, IOException cause) {
        Shortage shortage = full(path) ? Shortage.SPACE : Shortage.of(reason, path.toString());
        if (shortage != null) {
            return shortage.sentence() + GO_ON;
        }
        if (reason.contains("Read-only")) {
            return "its file system is read-only; mount it for writing or choose another folder with --output";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied; let this user write there or choose another folder with --output";
        }
        return reason + "; check that disk" + GO_ON;
    }

    /** The system's own words, which may be in the user's language: only a hint beside the exception's class. */
    private static String reason(IOException cause) {
        String words = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
        return words == null ? cause.getClass().getSimpleName() : words;
    }

    private static boolean full(Path path) {
        try {
            return Files.getFileStore(existing(path)).getUsableSpace() < FULL_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }
}
