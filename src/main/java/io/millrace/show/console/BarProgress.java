package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Progress in one line that is written over and over, with carriage returns and spaces only: any terminal can do that.
 * What is said stands above it.
 */
public final class BarProgress implements Display {

    private static final Duration PULSE = Duration.ofMillis(500);
    private static final int NARROWEST = 20;

    private final PrintStream out;
    private final Theme look;
    private final IntSupplier columns;
    private String line = "";
    private boolean closed;

    /**
     * @param out not closed
     * @param columns of the terminal, asked for each time
     */
    public BarProgress(PrintStream out, Terminals terminals, IntSupplier columns) {
        this.out = out;
        this.look = new Theme(terminals.unicode(), false, ZoneId.systemDefault());
        this.columns = columns;
    }

    @Override
    public Duration pulse() {
        return PULSE;
    }

    /** The last column stays free: terminals differ in where the cursor is after it. */
    @Override
    public void tick(Supplier<Status> now) {
        draw(now.get());
    }

    private synchronized void draw(Status status) {
        if (!closed) {
            int width = Math.max(NARROWEST, columns.getAsInt()) - 1;
            draw(BarLine.of(status, width, look));
        }
    }

    @Override
    public synchronized void say(String sentence) {
        String below = line;
        draw("");
        out.print("\r" + sentence + "\n");
        draw(below);
    }

    /** The last state of it stays. */
    @Override
    public synchronized void close() {
        if (!closed && !line.isEmpty()) {
            out.print("\n");
            out.flush();
        }
        line = "";
        closed = true;
    }

    private void draw(String next) {
        int rest = Math.max(0, Label.columns(line) - Label.columns(next));
        out.print("\r" + next + " ".repeat(rest) + (next.isEmpty() ? "\r" : ""));
        out.flush();
        line = next;
    }
}
