package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Progress in full lines, for logs and simple terminals: ASCII, no escape sequences, no carriage returns. Holds no
 * thread and no clock; the caller ticks it as often as it likes with a fresh snapshot, always from one thread.
 *
 * <p>At most one line per interval, except that a change of state is said at once and a run that is coming to its end
 * reports every two seconds.
 */
public final class PlainProgress implements Display {

    private static final Duration WHILE_ENDING = Duration.ofSeconds(2);
    private static final Duration PULSE = Duration.ofMillis(200);

    private final PrintStream out;
    private final Duration interval;
    private Status last;

    /** @param out not closed */
    public PlainProgress(PrintStream out, Duration interval) {
        this.out = out;
        this.interval = interval;
    }

    @Override
    public Duration pulse() {
        return interval.compareTo(PULSE) < 0 ? interval : PULSE;
    }

    @Override
    public void tick(Supplier<Status> now) {
        tick(now.get());
    }

    @Override
    public void say(String sentence) {
        out.print(sentence + "\n");
        out.flush();
    }

    /** There is nothing to put back. */
    @Override
    public void close() {}

    /** Prints a line if it is time for one. */
    public void tick(Status status) {
        if (due(status)) {
            print(status);
        }
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
        out.print(line(status) + "\n");
        out.flush();
        last = status;
    }

    static String line(Status status) {
        Status.Items items = status.items();
        String state = Heading.state(status);
        StringJoiner line = new StringJoiner("  ").add(status.job()).add(Format.clock(status.elapsed()));
        if (!state.equals("RUNNING")) {
            line.add(word(state));
        }
        line.add(share(items)).add(rate(status.outlook()));
        line.add("ok " + Format.count(items.done())).add("failed " + Format.count(items.failed()));
        if (items.empty() > 0) {
            line.add("empty " + Format.count(items.empty()));
        }
        if (items.quarantined() > 0) {
            line.add("quarantined " + Format.count(items.quarantined()));
        }
        line.add("resumed " + Format.count(items.resumed())).add("in flight " + Format.count(status.inFlight()));
        Outlook.Limit limit = status.outlook().limit();
        if (limit.kind() != Outlook.Limit.Kind.UNKNOWN) {
            line.add("limit " + (limit.stage() == null ? word(limit.kind().name()) : limit.stage()));
        }
        return line.add("eta " + eta(status)).toString();
    }

    /** Of a total that still grows there is no share. */
    private static String share(Status.Items items) {
        String had = Format.count(items.resumed() + items.ended()) + " of " + Format.count(items.listed());
        return items.listingComplete()
                ? Format.progress(items.resumed() + items.ended(), items.listed()) + "  " + had
                : had + "+ (scanning)";
    }

    private static String rate(Outlook outlook) {
        return outlook.window().isZero() ? "-/s" : Format.rate(outlook.itemsPerSecond());
    }

    /** {@code 38 min (34-44 min)} */
    private static String eta(Status status) {
        return Heading.eta(status) + Heading.range(status.outlook().eta());
    }

    /** {@code IN_FLIGHT} as {@code in-flight}. */
    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
