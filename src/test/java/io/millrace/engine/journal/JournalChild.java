package io.millrace.engine.journal;

import io.millrace.ChildJvm;
import io.millrace.engine.item.ItemId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that holds a journal, and what a test sees of it. */
final class JournalChild implements AutoCloseable {

    static final List<String> ACCESS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    private final Process process;
    private final BufferedReader lines;

    private JournalChild(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param mode {@code hold}: open and wait; {@code append}: append for ever; anything it prints can be read here */
    static JournalChild start(Path output, String mode, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        command.addAll(ChildJvm.QUIET);
        command.addAll(options);
        command.addAll(List.of("-Xmx256m", "-XX:ErrorFile=" + output.resolve("hs_err.log"), "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(JournalChild.class.getName(), output.toString(), mode));
        return new JournalChild(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    long pid() {
        return process.pid();
    }

    /** What {@code hold} waits for: closing it lets the child end. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** The next line it prints; null at its end. */
    String line() throws IOException {
        return lines.readLine();
    }

    /** All lines to its end. */
    List<String> rest() {
        return lines.lines().toList();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the child does not end");
        }
        return process.exitValue();
    }

    /** kill -9. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws IOException {
        try (Journal journal = Samples.open(Path.of(args[0]))) {
            System.out.println("open");
            if (args[1].equals("append")) {
                appendForEver(journal);
            }
            System.in.read();
        } catch (JournalException e) {
            System.out.println("refused " + e.kind() + " " + e.getMessage());
            System.exit(9);
        }
    }

    /** Says which items were acknowledged, each after the fact. */
    private static void appendForEver(Journal journal) throws JournalException {
        for (long i = journal.replay().items(); ; i++) {
            Samples.append(journal, "item-" + i, Samples.done("some/folder/item-" + i + ".npy", i, (int) i));
            System.out.println(i);
        }
    }

    static ItemId id(long number) {
        return new ItemId("item-" + number);
    }
}
