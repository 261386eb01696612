package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;

/** A run in one line of any width: what matters most first, and each figure whole or not at all. */
final class BarLine {

    private static final int LONGEST_BAR = 20;
    private static final int SHORTEST_BAR = 5;
    private static final String GAP = "  ";

    private final Status status;
    private final Theme look;
    private final int width;
    private final StringBuilder line = new StringBuilder();

    private BarLine(Status status, int width, Theme look) {
        this.status = status;
        this.width = width;
        this.look = look;
    }

    /** {@code clips  61.2% ####......  171/s  eta 38 min  412,186 ok  214 failed}: at most {@code width} columns. */
    static String of(Status status, int width, Theme look) {
        return new BarLine(status, width, look).write();
    }

    private String write() {
        Status.Items items = status.items();
        String job = Label.shown(status.job(), look);
        String how = Heading.state(status).equals("RUNNING") ? "" : GAP + Heading.state(status);
        String share = items.listingComplete()
                ? Format.progress(had(), items.listed())
                : Format.count(had()) + " of " + Format.count(items.listed()) + "+";
        add(share + how);
        String eta = GAP + "eta " + Heading.eta(status);
        add(GAP + rate());
        add(status.state() == Status.State.RUNNING && !status.paused() ? eta : "");
        add(GAP + Format.count(items.done()) + " ok");
        add(GAP + Format.count(items.failed() + items.quarantined()) + " failed");
        if (items.resumed() > 0) {
            add(GAP + Format.count(items.resumed()) + " resumed");
        }
        String name = Label.middle(job, 12, look) + GAP;
        int free = width - line.length() - 1;
        int named = free - Label.columns(name) >= SHORTEST_BAR ? free - Label.columns(name) : free;
        if (named >= SHORTEST_BAR && items.listingComplete()) {
            line.insert(share.length(), " " + drawn(Math.min(LONGEST_BAR, named)));
        }
        if (line.length() + Label.columns(name) <= width) {
            line.insert(0, name);
        }
        return line.toString();
    }

    private long had() {
        return status.items().resumed() + status.items().ended();
    }

    private String rate() {
        return status.outlook().window().isZero()
                ? "-/s"
                : Format.rate(status.outlook().itemsPerSecond());
    }

    private String drawn(int cells) {
        long listed = status.items().listed();
        int done = listed <= 0 ? 0 : (int) Math.min(cells, (long) (had() * (double) cells / (double) listed));
        return look.done().repeat(done) + look.rest().repeat(cells - done);
    }

    private void add(String more) {
        if (line.length() + more.length() <= width) {
            line.append(more);
        }
    }
}
