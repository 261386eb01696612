package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;

/**
 * What a command says and ends with that is given within the test's own process: as {@code bin/run} without the time
 * that a process takes to start. {@link #err} ends with what native libraries have printed.
 */
public record Said(int exit, String out, String err) {

    /** The appender of logback-test.xml; a user's installation logs to files alone. */
    private static final String CONSOLE_OF_TESTS = "err";

    public static Said by(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> console = root.getAppender(CONSOLE_OF_TESTS);
        root.detachAppender(console);
        try (NativeErr natives = new NativeErr()) {
            System.setOut(new PrintStream(printed, true, UTF_8));
            System.setErr(new PrintStream(told, true, UTF_8));
            int exit = Main.run(words);
            return new Said(exit, printed.toString(UTF_8), told.toString(UTF_8) + natives.soFar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.addAppender(console);
        }
    }

    /** As {@link #by}, where it must end with {@code exit}. */
    public static Said with(int exit, String... words) {
        Said said = by(words);
        assertThat(said.exit())
                .as(String.join(" ", words) + "\n" + said.everything())
                .isEqualTo(exit);
        return said;
    }

    public String everything() {
        return "exit " + exit + "\n--- stdout\n" + out + "--- stderr\n" + err;
    }
}
