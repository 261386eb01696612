package io.millrace.run;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.output.RunFolder;
import io.millrace.engine.pipeline.HungException;
import io.millrace.engine.pipeline.SourceException;
import io.millrace.machine.Shortage;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** What the failure of a run, as opposed to one of its items, means to the user. */
public record Failing(ExitCode code, String message) {

    public static Failing of(Throwable failure) {
        Failing failing = byClass(failure);
        Shortage shortage = Shortage.of(failure);
        return shortage == null ? failing : failing.explainedBy(shortage);
    }

    /** What a command ends with that meets this before there is a run. */
    public static Refusal refusal(JournalException failure) {
        return new Refusal(code(failure), failure.getMessage());
    }

    /** The same for a command that is no run. */
    public Refusal refusal() {
        return new Refusal(code, message);
    }

    private static Failing byClass(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof Refusal refusal) {
            return new Failing(refusal.code(), message);
        }
        if (failure instanceof SourceException || failure instanceof ManifestException) {
            return new Failing(ExitCode.UNAVAILABLE, message);
        }
        if (failure instanceof HungException) {
            return new Failing(ExitCode.SPENT, message);
        }
        if (failure instanceof JournalException journal) {
            return new Failing(code(journal), message);
        }
        if (failure instanceof IOError && failure.getCause() != null) {
            return of(failure.getCause()); // a step's way to say that the run cannot go on
        }
        if (failure instanceof FileSystemException file) {
            return new Failing(ExitCode.IO, "cannot write " + file.getFile() + ": " + JournalException.reason(file));
        }
        if (failure instanceof IOException) {
            return new Failing(ExitCode.IO, message);
        }
        if (failure instanceof OutOfMemoryError) {
            String what = "out of memory (" + message
                    + "), most likely the Java heap is too small; give the run more with --memory";
            return new Failing(ExitCode.INTERNAL, what);
        }
        return new Failing(ExitCode.INTERNAL, "internal error: " + failure);
    }

    /**
     * The machine's limit is the cause, whatever has met it. What concerns a disk is a failure to write; else the
     * machine is not what a run needs, as where {@code doctor} says so.
     */
    private Failing explainedBy(Shortage shortage) {
        if (message.contains(shortage.sentence())) {
            return this;
        }
        ExitCode meant = shortage.isOfDisk() ? ExitCode.IO : ExitCode.UNAVAILABLE;
        if (code == ExitCode.INTERNAL) {
            return new Failing(meant, shortage.sentence());
        }
        boolean said = shortage == Shortage.SPACE; // the system's words are as good
        return new Failing(meant, said ? message : message + "; " + shortage.sentence());
    }

    private static ExitCode code(JournalException e) {
        return switch (e.kind()) {
            case LOCKED -> ExitCode.LOCKED;
            case OTHER_JOB -> ExitCode.CONFIG;
            case DUPLICATE_ID -> ExitCode.UNAVAILABLE;
            case SETUP -> ExitCode.CONFIG;
            default -> ExitCode.IO;
        };
    }

    String sentence(RunFolder folder) {
        String log = code == ExitCode.INTERNAL ? "; " + folder.log() + " has the details" : "";
        return "the run stopped: " + message + log;
    }
}
