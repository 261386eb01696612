package io.millrace.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.millrace.engine.journal.JournalException;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The log of one run, a file in its folder, and where the user wants another. */
final class RunLog {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %thread %logger{30} %msg%n";

    private final Logger root;
    private final List<FileAppender<ILoggingEvent>> appenders = new ArrayList<>();

    private RunLog(Logger root) {
        this.root = root;
    }

    static RunLog open(Path file, RunOptions options) {
        RunLog log = new RunLog((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
        log.append(file);
        if (options.log().file() != null) {
            log.append(options.log().file());
        }
        ((Logger) LoggerFactory.getLogger("io.millrace")).setLevel(options.log().verbose() ? Level.DEBUG : Level.INFO);
        return log;
    }

    /** The logging library is silent when it cannot open a file; the user must not be left to believe in it. */
    static void requireWritable(Path file) throws Refusal {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.IO,
                    "the log cannot be written to " + file + ": " + JournalException.reason(e)
                            + "; name another --log-file");
        }
    }

    void close() {
        for (FileAppender<ILoggingEvent> appender : appenders) {
            root.detachAppender(appender);
            appender.stop();
        }
    }

    private void append(Path file) {
        LoggerContext context = root.getLoggerContext();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        appenders.add(appender);
    }
}
