package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The upper four lines: which run, how far, what became of its items, how fast and how long still. */
record Heading(Status status, View view) {

    /** Fifteen seconds, and the time until the next look at what follows from the figures. */
    static final Duration YOUNG = Duration.ofSeconds(17);

    private static final String GAP = "   ";

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter THIS_WEEK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    List<AttributedString> lines() {
        return List.of(title(), bar(), counts(), pace());
    }

    private AttributedString title() {
        TextRow row = view.row().put(" ").put(name(status.job(), 24), look().strong());
        row.put(GAP).put("run ", look().faint()).put(name(status.run(), 24));
        row.put(GAP).put(state(status), stateStyle());
        if (status.phase().isOneOfSeveral()) {
            row.put(GAP).put(name(status.phase().text(), 24), look().accent());
        }
        row.put(GAP).put(Format.clock(status.elapsed()));
        String help = "? help";
        int room = row.room() - help.length() - 2 * GAP.length();
        String host = room < 4 ? "" : name(status.machine().host(), room) + GAP;
        return row.atEnd(host + help, look().faint()).end();
    }

    private String name(String foreign, int columns) {
        return Label.middle(Label.shown(foreign, look()), columns, look());
    }

    /** {@code PAUSED} is a way of running. */
    static String state(Status status) {
        boolean paused = status.paused() && status.state() == Status.State.RUNNING;
        return paused ? "PAUSED" : status.state().name();
    }

    private AttributedStyle stateStyle() {
        return switch (status.state()) {
            case RUNNING ->
                status.paused() ? look().warning().bold() : look().good().bold();
            case DRAINING -> look().warning().bold();
            case STOPPING -> look().bad().bold();
            case ENDED -> look().strong();
        };
    }

    /** Of a total that still grows there is no share, but what has been done of what is known. */
    private AttributedString bar() {
        Status.Items items = status.items();
        String end = items.listingComplete()
                ? Format.format("%7s", Format.progress(items.resumed() + items.ended(), items.listed()))
                : " scanning";
        int cells = view.width() - 4 - end.length();
        int before = cells(items.resumed(), items.listed(), cells);
        int all = cells(items.resumed() + items.ended(), items.listed(), cells);
        TextRow row = view.row().put(" [");
        row.put(look().before().repeat(before), look().accent());
        row.put(look().done().repeat(all - before), look().good());
        row.put(look().rest().repeat(cells - all), look().faint());
        return row.put("]").put(end, look().strong()).end();
    }

    /** Rounded down: a bar that is full means all of it. */
    private static int cells(long part, long whole, int cells) {
        return whole <= 0 ? 0 : (int) Math.min(cells, (long) (part * (double) cells / (double) whole));
    }

    /** All in full, or where that is too wide all in brief. */
    private AttributedString counts() {
        TextRow whole = view.row();
        if (counts(whole, Format::count)) {
            return whole.end();
        }
        TextRow brief = view.row();
        counts(brief, Format::brief);
        return brief.end();
    }

    /** Whether all of it has found room. */
    private boolean counts(TextRow row, LongFunction<String> figure) {
        Status.Items items = status.items();
        List<Count> counts = new ArrayList<>();
        counts.add(new Count(" ", items.resumed() + items.ended(), "", look().strong()));
        counts.add(new Count(" of ", items.listed(), items.listingComplete() ? "" : "+ (scanning)", Theme.PLAIN));
        counts.add(new Count(GAP, items.resumed(), " resumed", Theme.PLAIN));
        counts.add(new Count(GAP, items.done(), " ok", look().good()));
        counts.add(new Count(GAP, items.failed(), " failed", bad(items.failed())));
        counts.add(new Count(GAP, items.empty(), " empty", Theme.PLAIN));
        if (items.quarantined() > 0) {
            counts.add(new Count(GAP, items.quarantined(), " quarantined", look().bad()));
        }
        boolean fits = true;
        for (Count count : counts) {
            fits = row.add(count.before() + figure.apply(count.number()) + count.after(), count.style()) && fits;
        }
        if (view.wide()) {
            row.put(GAP + figure.apply(status.inFlight()) + " in flight");
        }
        return fits;
    }

    private record Count(String before, long number, String after, AttributedStyle style) {}

    private AttributedStyle bad(long count) {
        return count == 0 ? Theme.PLAIN : look().bad();
    }

    private AttributedString pace() {
        Outlook outlook = status.outlook();
        TextRow row = view.row().put(" ");
        if (outlook.window().isZero()) {
            row.put("- items/s", look().strong());
        } else {
            row.put(rate(outlook.itemsPerSecond(), " items"), look().strong());
            row.put(" (avg " + average(outlook) + ")");
            row.put(GAP + Format.bytes(Math.round(outlook.bytesPerSecond())) + "/s");
        }
        if (view.wide() && status.bytesRead() > 0) {
            row.put(GAP + Format.bytes(status.bytesRead()) + " read");
        }
        Outlook.Eta eta = outlook.eta();
        String range = range(eta);
        String when = "ETA " + eta(status);
        if (eta != null) {
            when += at(eta.rest());
        }
        boolean room = row.room() > when.length() + range.length() + GAP.length();
        return row.atEnd(when + (room ? range : ""), look().strong()).end();
    }

    /** {@code 171 items/s}, {@code 4.2 items/min}. */
    private static String rate(double perSecond, String what) {
        String rate = Format.rate(perSecond);
        int slash = rate.indexOf('/');
        return rate.substring(0, slash) + what + rate.substring(slash);
    }

    /** Without a unit where it has the same as the rate beside it. */
    private static String average(Outlook outlook) {
        String average = Format.rate(outlook.averagePerSecond());
        String now = Format.rate(outlook.itemsPerSecond());
        String unit = now.substring(now.indexOf('/'));
        return average.endsWith(unit) ? average.substring(0, average.length() - unit.length()) : average;
    }

    /** {@code 38 min}, or why it cannot be said. */
    static String eta(Status status) {
        Outlook outlook = status.outlook();
        if (outlook.eta() != null) {
            return Format.estimate(outlook.eta().rest());
        }
        if (status.paused() || status.state().compareTo(Status.State.DRAINING) > 0) {
            return "-";
        }
        if (!status.items().listingComplete()) {
            return "unknown (scanning)";
        }
        boolean young = outlook.window().isZero() || status.elapsed().compareTo(YOUNG) < 0;
        return young ? "estimating" : "unknown";
    }

    /** {@code  (34-44 min)}; nothing where both ends would read the same. */
    static String range(Outlook.Eta eta) {
        boolean wide = eta != null && !Format.estimate(eta.low()).equals(Format.estimate(eta.high()));
        return wide ? " (" + Format.estimate(eta.low(), eta.high()) + ")" : "";
    }

    private String at(Duration rest) {
        ZonedDateTime now = status.started().plus(status.elapsed()).atZone(look().zone());
        if (rest.toDays() > 365) {
            return "";
        }
        ZonedDateTime then = now.plus(rest);
        boolean today = then.toLocalDate().equals(now.toLocalDate()) || rest.toHours() < 6;
        boolean week = rest.toDays() < 6;
        return (today || week ? " at " : " on ") + (today ? TODAY : week ? THIS_WEEK : LATER).format(then);
    }

    private Theme look() {
        return view.look();
    }
}
