package io.millrace.run;

import io.millrace.engine.journal.JournalException;
import io.millrace.run.RunListener.Span;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * The log of one run, a file in its folder, and where the user wants another.
 *
 * <p>Only Logback can be told to write them. The launcher brings it; a program that embeds Millrace chooses its own
 * backend of SLF4J, which gets the same messages, and nothing of that backend is changed.
 */
final class RunLog {

    private RunLog() {}

    /** To be closed at the end of the run. */
    static Span open(Path file, RunOptions options) {
        if (isLogback()) {
            return LogbackRunLog.open(file, options);
        }
        // A class of its own refers to Logback, so that this one can be loaded without it.
        LoggerFactory.getLogger(RunLog.class).info("{} takes the log of this run; there is no {}", backend(), file);
        return () -> {};
    }

    /** The logging library is silent when it cannot open a file; the user must not be left to believe in it. */
    static void requireWritable(Path file) throws Refusal {
        if (!isLogback()) {
            throw Refusal.io("the log cannot be written to " + file + ": this program logs through " + backend()
                    + ", not through Logback; leave --log-file out");
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw Refusal.io("the log cannot be written to " + file + ": " + JournalException.reason(e)
                    + "; name another --log-file");
        }
    }

    private static boolean isLogback() {
        return backend().equals("ch.qos.logback.classic.LoggerContext");
    }

    private static String backend() {
        return LoggerFactory.getILoggerFactory().getClass().getName();
    }
}
