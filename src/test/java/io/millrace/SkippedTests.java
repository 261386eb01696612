package io.millrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes each test that was skipped to a file, a line with its name and the reason, so that a build can end with them.
 * Several processes may test at the same time: a line is written at once, to the end of the file.
 */
public final class SkippedTests implements TestExecutionListener {

    private static final Path FILE = Path.of("target", "skipped-tests.txt");

    private final Path file;

    /** For the platform, which finds this class by its service file. */
    public SkippedTests() {
        this(FILE);
    }

    SkippedTests(Path file) {
        this.file = file;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            write(test, result.getThrowable().map(Throwable::getMessage).orElse("it gave none"));
        }
    }

    private void write(TestIdentifier test, String reason) {
        String plain = reason.replaceFirst("^Assumption failed: ", "").strip().replaceAll("\\s*\\R\\s*", " ");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, name(test) + ": " + plain + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method with its class, and which of its cases if it has several; or a class with all its tests. */
    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> {
                    if (source instanceof MethodSource method) {
                        String whole = simple(method.getClassName()) + "." + method.getMethodName();
                        boolean oneOfMany = !test.getDisplayName().startsWith(method.getMethodName());
                        return oneOfMany ? whole + " " + test.getDisplayName() : whole;
                    }
                    return source instanceof ClassSource type ? simple(type.getClassName()) : null;
                })
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
