package io.millrace.run.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The shell that has started this process and starts it again after a crash (src/docs/decisions/supervisor.md). It
 * hands on the signals that it gets through a pipe, one name a line; the pipe's end is the shell's own, and this
 * process goes with it. In a file of the shell's this process notes what it should know, a line each. There is one per
 * process, like the signals themselves.
 */
public final class Supervisor {

    /** The shell's process id. */
    private static final String PROPERTY = "millrace.supervisor";

    /** The signal that asks how it goes. */
    static final String SHOW = "USR1";

    private static final String PIPE = "/dev/fd/9";
    /** Without a name, so that it goes with the shell. */
    private static final Path NOTES = Path.of("/dev/fd/6");

    private static final long LOOK_MS = 20;
    private static final int KILLED = 128 + 9;

    private static final AtomicReference<Consumer<String>> LISTENER = new AtomicReference<>(Supervisor::end);

    /** What gives the terminal back, where nobody is left to do it. */
    private static final AtomicReference<Runnable> RESTORE = new AtomicReference<>(() -> {});

    private static final long RESTORE_MS = 500;

    private Supervisor() {}

    /** Follows the shell from here on, if there is one. When this returns, its end will be seen. */
    public static void attach() {
        String told = System.getProperty(PROPERTY);
        if (told == null) {
            return;
        }
        CountDownLatch open = new CountDownLatch(1);
        follow(() -> {
            InputStream pipe = new FileInputStream(PIPE);
            open.countDown();
            return pipe;
        });
        awaitOpen(open, Long.parseLong(told));
    }

    /** Where there is no shell, but whoever holds the other end of {@code pipe}. */
    public static void follow(InputStream pipe) {
        follow(() -> pipe);
    }

    /** From here on signals that the shell got are for {@code listener}. */
    static void listen(Consumer<String> listener) {
        LISTENER.set(listener);
    }

    /** From here on they end the process, as if it had got them itself. */
    static void ignore() {
        LISTENER.set(Supervisor::end);
    }

    /** How many crashes in a row, without an item that ended between them, are followed by another start. */
    public static void limitRestarts(int restarts) {
        note("restarts " + restarts);
    }

    /** An item has ended: the crashes so far were not in vain. */
    public static void tellProgress() {
        note("progress");
    }

    /**
     * The terminal is not as the shell has left it to this process: where this one dies of it, the shell mends that.
     */
    public static void tellConsole(Runnable restore) {
        RESTORE.set(restore);
        note("console");
    }

    /** The terminal is as it was. */
    public static void tellConsoleGone() {
        RESTORE.set(() -> {});
        note("plain");
    }

    /** Where it cannot be written the shell does without: a full temporary folder is no reason to stop. */
    private static void note(String line) {
        if (System.getProperty(PROPERTY) == null) {
            return;
        }
        try {
            Files.writeString(NOTES, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            // then it counts this process as one without progress
        }
    }

    /** Opens the pipe; it blocks while nobody is at the other end. */
    private interface Opening {
        InputStream open() throws IOException;
    }

    private static void follow(Opening opening) {
        Daemon.start("supervisor", () -> {
            try (BufferedReader pipe = new BufferedReader(new InputStreamReader(opening.open(), UTF_8))) {
                for (String name; (name = pipe.readLine()) != null; ) {
                    LISTENER.get().accept(name);
                }
            } catch (IOException e) {
                System.err.println("the launcher's pipe cannot be read: " + e);
            }
            die();
        });
    }

    /** A shell that has died before this process opened the pipe shows by its being nobody's parent any more. */
    private static void awaitOpen(CountDownLatch open, long shell) {
        try {
            while (!open.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                long parent =
                        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
                if (parent != shell) {
                    die();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** At once, and without a word: this is a kill -9 that was meant for us. */
    private static void die() {
        restoreTerminal();
        Runtime.getRuntime().halt(KILLED);
    }

    /** Whoever has killed the shell may have closed the terminal, too. */
    private static void restoreTerminal() {
        Thread thread = Daemon.thread("console-restore", RESTORE.get());
        thread.start();
        try {
            thread.join(RESTORE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(String signal) {
        if (signal.equals(SHOW)) {
            return; // nothing to show
        }
        System.exit(128 + Map.of("HUP", 1, "INT", 2).getOrDefault(signal, 15));
    }
}
