package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live console: the whole terminal, from snapshots of this process's run or another's. Below {@code 80x20} it is
 * one line. Ticked by one thread; signals and whatever ends the process may come in between. While it is up,
 * descriptors 1 and 2 of the process lead to the run's log where they would reach the terminal.
 */
public final class FullScreen implements Display {

    private static final Logger LOG = LoggerFactory.getLogger(FullScreen.class);

    private static final Duration PULSE = Duration.ofMillis(50);

    /** Four snapshots a second; a key shows at once, on the snapshot that is there. */
    private static final long SNAPSHOT_NS = 250_000_000L;

    private static final int MOST_SAID = 20;

    private final Tty tty;
    private final Theme look;
    private final ConsoleState desk;
    private final Descriptors descriptors;
    private final Display instead;
    private final List<String> said = new ArrayList<>();
    private final List<Handled> handled = new ArrayList<>();
    private final Thread hook = new Thread(this::close, "console-restore");
    private volatile boolean resized;
    private boolean inside;
    private boolean aside;
    private boolean closed;
    private Status last;
    private long lastNs;

    private record Handled(String signal, Object before) {}

    private FullScreen(Tty tty, Theme look, ConsoleState desk, Descriptors descriptors, Display instead) {
        this.tty = tty;
        this.look = look;
        this.desk = desk;
        this.descriptors = descriptors;
        this.instead = instead;
    }

    /** Whether all of it has room on the terminal; no where its size cannot be known. */
    public static boolean hasRoom() {
        try {
            Size size = Tty.askSize();
            return size.getColumns() >= View.LEAST_WIDTH && size.getRows() >= View.LEAST_HEIGHT;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Columns of the terminal; 80 where that cannot be known. */
    public static int columns() {
        try {
            return Tty.askSize().getColumns();
        } catch (IOException | RuntimeException e) {
            return View.LEAST_WIDTH;
        }
    }

    /** Whether the terminal is another process's for now, as after {@code &}: whoever draws there is stopped. */
    public static boolean inBackground() {
        return !Tty.foreground();
    }

    /**
     * Takes the terminal.
     *
     * @param colour whether colours are wanted
     * @param files of the run
     * @param output whether standard output goes to the terminal, and has to be led away
     * @param instead what shows the run from there on if the terminal fails
     */
    public static FullScreen open(
            Terminals terminals, boolean colour, RunFiles files, Controls controls, boolean output, Display instead)
            throws IOException {
        int[] diverted = output ? new int[] {Descriptors.OUTPUT, Descriptors.ERROR} : new int[] {Descriptors.ERROR};
        return open(terminals, colour, files, controls, descriptors(files, diverted), instead);
    }

    /** Takes the terminal for a run of another process: nothing is led away, and {@code q} only leaves. */
    public static FullScreen attach(Terminals terminals, boolean colour, RunFiles files, Controls controls)
            throws IOException {
        return open(terminals, colour, files, controls, descriptors(files), null);
    }

    private static FullScreen open(
            Terminals terminals,
            boolean colour,
            RunFiles files,
            Controls controls,
            Descriptors descriptors,
            Display instead)
            throws IOException {
        Theme look = new Theme(terminals.unicode(), colour, ZoneId.systemDefault());
        ConsoleState desk = new ConsoleState(controls, new PaneFiles(files), instead == null, System::nanoTime);
        try {
            FullScreen screen = new FullScreen(Tty.open(terminals.type()), look, desk, descriptors, instead);
            screen.begin();
            return screen;
        } catch (IOException | RuntimeException e) {
            if (descriptors != null) {
                descriptors.restore();
            }
            throw e;
        }
    }

    /** Null where C cannot be called: then something native may write over the screen until it is drawn anew. */
    private static Descriptors descriptors(RunFiles files, int... diverted) {
        Descriptors descriptors = null;
        try {
            descriptors = Descriptors.of();
            descriptors.divert(files.log(), diverted);
        } catch (IOException e) {
            LOG.warn("what native libraries print may break into the console", e);
        }
        return descriptors;
    }

    private synchronized void begin() throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        handle("WINCH", () -> resized = true);
        if (descriptors != null) {
            handle("TSTP", this::putAside);
        }
        handle("CONT", this::wake);
        tty.enter();
        inside = true;
    }

    private void handle(String signal, Runnable then) {
        handled.add(new Handled(signal, Signals.register(signal, then)));
    }

    @Override
    public Duration pulse() {
        return PULSE;
    }

    @Override
    public void tick(Supplier<Status> now) {
        if (isClosed()) {
            if (instead != null) {
                instead.tick(now);
            }
            return;
        }
        try {
            show(isDue() ? now.get() : null);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the console is given up", e);
            close();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean isDue() {
        return last == null || System.nanoTime() - lastNs >= SNAPSHOT_NS;
    }

    /** Whether it is to be drawn: whoever was put aside draws again when the terminal is his again. */
    private boolean comeBack() throws IOException {
        if (!inside && !aside && Tty.foreground()) {
            tty.enter();
            inside = true;
            last = null;
        }
        return inside;
    }

    /** @param fresh snapshot; null if the last one will do */
    private synchronized void show(Status fresh) throws IOException {
        if (closed || !comeBack() || (fresh == null && last == null)) {
            return;
        }
        if (fresh != null) {
            lastNs = System.nanoTime();
            last = fresh;
            desk.look(last);
        }
        List<String> keys = tty.keys();
        keys.forEach(key -> desk.press(key, last));
        boolean anew = resized || keys.contains(Keys.REDRAW);
        if (anew) {
            resized = false;
            tty.resize();
        }
        if (fresh != null || anew || !keys.isEmpty()) {
            tty.draw(Screen.of(
                    last, desk.view(tty.size().getColumns(), tty.size().getRows(), look)));
        }
    }

    /** Whether the user has left a run that goes on without him. */
    public synchronized boolean left() {
        return desk.left();
    }

    /** Shown for some seconds; said once more where it can be read on, when the screen is gone. */
    @Override
    public synchronized void say(String sentence) {
        if (closed) {
            System.err.println(sentence);
            return;
        }
        desk.say(sentence);
        said.add(sentence);
        if (said.size() > MOST_SAID) {
            said.remove(0);
        }
    }

    /** Leaves the terminal to somebody else for a while; the run goes on. */
    public synchronized void suspend() {
        aside = true;
        leave();
    }

    /** Takes the terminal again as soon as it is this process's. */
    public synchronized void wake() {
        aside = false;
        resized = true;
        inside = false;
    }

    /** Ctrl-Z: the process stops in here, until it is continued. */
    private void putAside() {
        suspend();
        descriptors.stopProcess();
        wake();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        handled.forEach(one -> Signals.unregister(one.signal(), one.before()));
        if (descriptors != null) {
            descriptors.restore();
        }
        try {
            tty.close();
        } catch (IOException e) {
            LOG.debug("the terminal cannot be closed", e);
        }
        said.forEach(System.err::println);
        forgetHook();
    }

    private void leave() {
        if (!inside) {
            return;
        }
        inside = false;
        try {
            tty.leave();
        } catch (IOException e) {
            LOG.warn("the terminal is not as it was: stty sane mends it", e);
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is what runs now
        }
    }
}
