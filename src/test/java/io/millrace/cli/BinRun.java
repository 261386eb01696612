package io.millrace.cli;

import io.millrace.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts {@code bin/run} as a user does, and waits for it. */
public final class BinRun {

    private static final Path SCRIPT = Path.of("bin", "run").toAbsolutePath();

    private static final Path JAR = Path.of("target", "millrace.jar").toAbsolutePath();

    /** What the JVM does quickest when it is not to live long, as here. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:-UseParallelGC -XX:+UseSerialGC";

    private static final long ITEMS_WITHIN_NS = 120_000_000_000L;

    private static final long SEEN_WITHIN_NS = 120_000_000_000L;

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private boolean shortLived = true;
    private Path directory = Path.of("").toAbsolutePath();

    private BinRun(List<String> command, String... arguments) {
        words.addAll(command);
        words.addAll(List.of(arguments));
    }

    /** How a process ended, with everything it said. */
    public record Ended(int exit, String out, String err) {

        public String everything() {
            return "exit " + exit + "\n--- stdout\n" + out + "--- stderr\n" + err;
        }
    }

    /** What a test waits for. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** A process that is still going. */
    public record Going(Process process, Path out, Path err) {

        public String outSoFar() {
            return read(out);
        }

        public String errSoFar() {
            return read(err);
        }

        /**
         * The JVM's own id: that of the launcher's child; the launcher's, where it has become java or not come to it
         * yet.
         */
        public long pid() {
            return process.children()
                    .filter(child -> child.info().command().orElse("").endsWith("/java"))
                    .map(ProcessHandle::pid)
                    .findFirst()
                    .orElse(process.pid());
        }

        /**
         * As a user does it: signals go to what was started. Only the worst is for the JVM, which must not see it
         * coming.
         */
        public void signal(String name) throws IOException, InterruptedException {
            signal(name, name.equals("KILL") ? pid() : process.pid());
        }

        public static void signal(String name, long... pids) throws IOException, InterruptedException {
            List<String> words = new ArrayList<>(List.of("kill", "-" + name));
            for (long pid : pids) {
                words.add(Long.toString(pid));
            }
            new ProcessBuilder(words).start().waitFor();
        }

        /**
         * When the run that has items of {@code output} in hand, or died with them, came to its work; null if none did.
         */
        public static Object flight(Path output) throws IOException {
            try {
                return Files.getLastModifiedTime(output.resolve(".millrace/FLIGHT"));
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        /** Until this run has come to its work, or is over. */
        public void awaitItems(Path output, Object before) throws IOException, InterruptedException {
            long end = System.nanoTime() + ITEMS_WITHIN_NS;
            for (Object now = before; process.isAlive() && (now == null || now.equals(before)); now = flight(output)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no item in hand after two minutes\n" + outSoFar() + errSoFar());
                }
                Thread.sleep(5);
            }
        }

        /** Until this is so, while the process lives. */
        public void await(Condition there) throws Exception {
            long end = System.nanoTime() + SEEN_WITHIN_NS;
            while (!there.holds()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("not what was awaited\n" + outSoFar() + errSoFar());
                }
                Thread.sleep(5);
            }
        }

        public Ended await(int seconds) throws InterruptedException {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + seconds + " s\n" + outSoFar() + errSoFar());
            }
            return new Ended(process.exitValue(), outSoFar(), errSoFar());
        }
    }

    public static BinRun of(String... arguments) {
        return at(SCRIPT, arguments);
    }

    /** The script by another path, such as a link to it. */
    static BinRun at(Path script, String... arguments) {
        return new BinRun(List.of(script.toString()), arguments);
    }

    /** Without the launcher: {@code java -jar}. */
    static BinRun jar(String... arguments) {
        return new BinRun(List.of(ChildJvm.java(), "-jar", JAR.toString()), arguments);
    }

    /** More words, behind those that there are. */
    BinRun and(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    public BinRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With the JVM that users have: one for a long run, where a test looks at its memory or its options. */
    public BinRun asForUsers() {
        shortLived = false;
        return this;
    }

    public BinRun in(Path folder) {
        directory = folder;
        return this;
    }

    public Ended run() throws IOException, InterruptedException {
        return start().await(180);
    }

    public Going start() throws IOException {
        KeptClasses.make();
        Path out = Files.createTempFile("bin-run-", ".out");
        Path err = Files.createTempFile("bin-run-", ".err");
        out.toFile().deleteOnExit();
        err.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        if (shortLived) {
            builder.environment().merge("MILLRACE_OPTS", SHORT_LIVED, (given, quick) -> quick + " " + given);
        }
        return new Going(builder.start(), out, err);
    }

    /** As much as there is: the last character may be half written. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
