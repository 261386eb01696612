package io.millrace.console;

import io.millrace.metrics.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress in full lines, for logs and simple terminals: ASCII, no escape sequences, no carriage returns. Holds no thread
 * and no clock; the caller ticks it as often as it likes with a fresh snapshot, always from one thread.
 *
 * <p>At most one line per interval, except that a change of state is said at once and a run that is coming to its end
 * reports every two seconds.
 */
public final class PlainProgress {

    private static final Duration WHILE_ENDING = Duration.ofSeconds(2);

    private final PrintStream out;
    private final Duration interval;
    private Status last;

    /** @param out not closed */
    public PlainProgress(PrintStream out, Duration interval) {
        this.out = out;
        this.interval = interval;
    }

    /** Prints a line if it is time for one. */
    public void tick(Status status) {
        if (due(status)) {
            print(status);
        }
    }

    /** Prints the last line, whatever the time. */
    public void end(Status status) {
        print(status);
    }

    private boolean due(Status status) {
        Status.State before = last == null ? Status.State.RUNNING : last.state();
        if (status.state() != before) {
            return true;
        }
        Duration since = last == null ? status.elapsed() : status.elapsed().minus(last.elapsed());
        boolean running = status.state() == Status.State.RUNNING;
        return since.compareTo(running || interval.compareTo(WHILE_ENDING) < 0 ? interval : WHILE_ENDING) >= 0;
    }

    private void print(Status status) {
        out.print(line(status, Pace.of(last, status)) + "\n");
        out.flush();
        last = status;
    }

    static String line(Status status, Pace pace) {
        Status.Items items = status.items();
        StringBuilder line = new StringBuilder(160)
                .append(status.job())
                .append("  ")
                .append(Figures.clock(status.elapsed()))
                .append(status.state() == Status.State.RUNNING ? "" : "  " + word(status.state()))
                .append("  ")
                .append(share(items))
                .append("  ")
                .append(Figures.rate(pace.perSecond()));
        field(line, "ok", items.done());
        field(line, "failed", items.failed());
        if (items.empty() > 0) {
            field(line, "empty", items.empty());
        }
        if (items.quarantined() > 0) {
            field(line, "quarantined", items.quarantined());
        }
        field(line, "resumed", items.resumed());
        field(line, "in flight", status.inFlight());
        return line.append("  eta ").append(eta(pace)).toString();
    }

    /** Of a total that still grows there is no share. */
    private static String share(Status.Items items) {
        String had = Figures.count(items.resumed() + items.ended()) + " of " + Figures.count(items.listed());
        return items.listingComplete()
                ? Figures.progress(items.resumed() + items.ended(), items.listed()) + "  " + had
                : had + "+ (scanning)";
    }

    private static void field(StringBuilder line, String name, long number) {
        line.append("  ").append(name).append(' ').append(Figures.count(number));
    }

    private static String eta(Pace pace) {
        if (pace.estimating()) {
            return "estimating";
        }
        return pace.eta() == null ? "unknown" : Figures.span(pace.eta());
    }

    private static String word(Status.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
