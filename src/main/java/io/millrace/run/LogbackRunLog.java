package io.millrace.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.millrace.run.RunListener.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Adds the files of a run to Logback while the run lasts. Everything that names a class of Logback is here. */
final class LogbackRunLog implements Span {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %thread %logger{30} %msg%n";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("io.millrace");
    private final Level levelBefore = own.getLevel();
    private final List<FileAppender<ILoggingEvent>> appenders = new ArrayList<>();

    private LogbackRunLog() {}

    static LogbackRunLog open(Path file, RunOptions options) {
        LogbackRunLog log = new LogbackRunLog();
        log.append(file);
        if (options.log().file() != null) {
            log.append(options.log().file());
        }
        log.own.setLevel(options.log().verbose() ? Level.DEBUG : Level.INFO);
        return log;
    }

    @Override
    public void close() {
        own.setLevel(levelBefore);
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
