package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real terminal with a shell in it, that a test can type into and look at: a tmux server of its own, gone with this.
 */
final class Tmux implements AutoCloseable {

    private static final long WITHIN_NS = 90_000_000_000L;
    private static final long LOOK_MS = 100;
    private static final long COMMAND_SECONDS = 20;

    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    static boolean installed() {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param environment what the shell has beside what this process has; TERM is tmux's */
    static Tmux open(Path folder, int columns, int rows, Map<String, String> environment) throws Exception {
        Tmux tmux = new Tmux(Files.createTempDirectory("tmux").resolve("s"));
        Path rc = Files.writeString(folder.resolve("shell.rc"), "PS1='$ '\n");
        List<String> words = new ArrayList<>(List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "NO_COLOR"));
        words.add("MILLRACE_OPTS=" + BinRun.SHORT_LIVED);
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of("bash", "--noprofile", "--rcfile", rc.toString(), "-i"));
        List<String> start = new ArrayList<>(List.of("-f", "/dev/null", "-u", "new-session", "-d", "-s", "t"));
        start.addAll(List.of("-x", "" + columns, "-y", "" + rows, "-c", folder.toString()));
        start.addAll(words);
        tmux.command(start.toArray(String[]::new));
        tmux.await(screen -> screen.strip().equals("$"));
        return tmux;
    }

    /** Types a line and Enter. */
    void type(String line) throws Exception {
        command("send-keys", "-t", "t", "-l", line);
        key("Enter");
    }

    /** A key by tmux's name for it. */
    void key(String name) throws Exception {
        command("send-keys", "-t", "t", name);
    }

    void resize(int columns, int rows) throws Exception {
        command("resize-window", "-t", "t", "-x", "" + columns, "-y", "" + rows);
    }

    /** What the terminal shows, a line per row, without blanks at their ends. */
    String screen() throws Exception {
        return command("capture-pane", "-p", "-t", "t");
    }

    /** What it shows and what has gone off at its top, each line whole. */
    String all() throws Exception {
        return command("capture-pane", "-p", "-J", "-S", "-500", "-t", "t");
    }

    /** Whether the alternate screen is up, and the cursor is shown. */
    String modes() throws Exception {
        return command("display-message", "-p", "-t", "t", "alternate #{alternate_on} cursor #{cursor_flag}")
                .strip();
    }

    /** The screen, once it is as wanted. */
    String await(Predicate<String> wanted) throws Exception {
        return await(this::screen, wanted);
    }

    /** What it shows and has shown, once that is as wanted. */
    String awaitAll(Predicate<String> wanted) throws Exception {
        return await(this::all, wanted);
    }

    private static String await(Callable<String> look, Predicate<String> wanted) throws Exception {
        long end = System.nanoTime() + WITHIN_NS;
        String screen = look.call();
        while (!wanted.test(screen)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("this is not what was awaited:\n" + screen);
            }
            Thread.sleep(LOOK_MS);
            screen = look.call();
        }
        return screen;
    }

    @Override
    public void close() throws IOException {
        try {
            command("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String command(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.equals("TMUX"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return said;
    }
}
