package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Failure;
import io.millrace.show.Format;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;

/** What failed in this run: how much of what, and the latest. */
final class Faults {

    private static final String GAP = "   ";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** Lines of the table by class: a heading, and the most frequent. */
    private static final int TABLE = 5;

    private static final int MOST_NAME = 24;

    private final Status status;
    private final View view;
    private final Theme look;
    private final List<Map.Entry<String, Long>> classes;
    private final long all;

    Faults(Status status, View view) {
        this.status = status;
        this.view = view;
        this.look = view.look();
        this.classes = status.failures().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        this.all = classes.stream().mapToLong(Map.Entry::getValue).sum();
    }

    /** At most {@code rows}: a line of counts, or where there is room a table; then the latest. */
    List<AttributedString> lines(int rows) {
        List<AttributedString> lines = new ArrayList<>();
        if (view.wide() && rows > TABLE + 2 && !classes.isEmpty()) {
            lines.addAll(table(" ERRORS", TABLE));
        } else if (rows > 0) {
            lines.add(counts());
        }
        lines.addAll(latest(rows - lines.size()));
        return lines;
    }

    /** Everything there is to say, however long. */
    List<AttributedString> all() {
        List<AttributedString> lines = new ArrayList<>();
        lines.addAll(classes.isEmpty() ? List.of(counts()) : table("", Integer.MAX_VALUE));
        lines.add(view.row().end());
        lines.addAll(latest(Status.FAILURES_KEPT));
        return lines;
    }

    private AttributedString counts() {
        TextRow row =
                view.row().put(" ERRORS ", all == 0 ? look.faint() : look.bad().bold());
        row.put(Format.count(all));
        if (all > 0) {
            row.put(" (" + share() + ")");
        }
        int said = 0;
        for (Map.Entry<String, Long> one : classes) {
            String name = Label.middle(Label.shown(one.getKey(), look), MOST_NAME, look);
            String text = GAP + Format.count(one.getValue()) + " " + name;
            if (Label.columns(text) + more(classes.size() - said - 1).length() > row.room()) {
                break;
            }
            row.put(text);
            said++;
        }
        return row.put(more(classes.size() - said)).end();
    }

    private static String more(int kinds) {
        return kinds == 0 ? "" : GAP + Format.count(kinds, "kind") + " more";
    }

    /** Of the items that this run has brought to an end. */
    private String share() {
        return Format.share(
                all, Math.max(all, status.items().done() + status.items().empty() + all));
    }

    private List<AttributedString> table(String label, int rows) {
        List<AttributedString> lines = new ArrayList<>();
        int name = classes.stream().mapToInt(one -> one.getKey().length()).max().orElse(0);
        int columns = Math.max(5, Math.min(40, name));
        TextRow heading = view.row().left(label, 7, look.bad().bold());
        heading.right("ITEMS", 11, look.faint()).right("SHARE", 9, look.faint()).put(GAP);
        lines.add(heading.left("CLASS", columns, look.faint())
                .put(GAP)
                .put("LATEST", look.faint())
                .end());
        int shown = classes.size() < rows ? classes.size() : rows - 2;
        classes.subList(0, shown).forEach(one -> lines.add(line(one, columns)));
        if (shown < classes.size()) {
            long rest = classes.subList(shown, classes.size()).stream()
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            TextRow row = view.row().right(Format.count(rest), 18);
            row.right(Format.share(rest, all), 9).put(GAP);
            lines.add(row.put(classes.size() - shown + " kinds more (e shows all)")
                    .end());
        }
        return lines;
    }

    private AttributedString line(Map.Entry<String, Long> one, int columns) {
        TextRow row = view.row().right(Format.count(one.getValue()), 18, look.bad());
        row.right(Format.share(one.getValue(), all), 9).put(GAP);
        row.left(Label.middle(Label.shown(one.getKey(), look), columns, look), columns, Theme.PLAIN);
        Failure last = last(one.getKey());
        if (last != null && row.room() > 20) {
            row.put(GAP);
            row.put(Label.middle(Label.shown(last.source(), look), row.room() - 1, look), look.faint());
        }
        return row.end();
    }

    private Failure last(String type) {
        Failure found = null;
        for (Failure failure : status.lastFailures()) {
            found = failure.type().equals(type) ? failure : found;
        }
        return found;
    }

    /** The last of them at the bottom, as in a log. */
    private List<AttributedString> latest(int rows) {
        List<Failure> kept = status.lastFailures();
        int from = Math.max(0, kept.size() - Math.max(0, rows));
        return kept.subList(from, kept.size()).stream().map(this::line).toList();
    }

    private AttributedString line(Failure failure) {
        TextRow row = view.row().put(" ");
        row.put(CLOCK.format(failure.at().atZone(look.zone())), look.faint()).put(" ");
        row.left(Label.middle(Label.shown(failure.stage(), look), 10, look), 10, Theme.PLAIN);
        String fault = Label.shown(failure.type() + ": " + failure.message(), look);
        int sourceColumns = Math.min(Label.columns(failure.source()), Math.max(20, row.room() / 3));
        row.put(" ")
                .put(Label.middle(Label.shown(failure.source(), look), sourceColumns, look))
                .put(GAP);
        return row.put(Label.end(fault, row.room() - 1, look), look.bad()).end();
    }
}
