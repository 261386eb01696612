package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** A snapshot as the rows of a terminal: a pure function, so that what is shown can be tested without one. */
final class Screen {

    /** Rows of everything but stages, verdict and failures. */
    private static final int FIXED = 12;

    /** Lines of failures that stages leave alone. */
    private static final int LEAST_FAULTS = 2;

    private static final int MOST_VERDICT = 4;

    /** From here on there is room to draw how workers spend their time. */
    private static final int TALL = 32;

    private final Status status;
    private final View view;
    private final Theme look;
    private final List<AttributedString> rows = new ArrayList<>();

    private Screen(Status status, View view) {
        this.status = status;
        this.view = view;
        this.look = view.look();
    }

    /** As many rows as the terminal has, each exactly as wide as it is. */
    static List<AttributedString> of(Status status, View view) {
        return new Screen(status, view).draw();
    }

    private List<AttributedString> draw() {
        if (view.small()) {
            small();
        } else {
            rows.addAll(new Heading(status, view).lines());
            rule("");
            if (view.pane() == View.Pane.NONE) {
                body();
            } else {
                rows.addAll(new Pane(status, view).lines(view.height() - rows.size() - 2));
            }
            fill(view.height() - 2);
            rule(view.message());
            rows.add(keys());
        }
        fill(view.height());
        return rows.subList(0, view.height());
    }

    /** One line, and what has to be answered. */
    private void small() {
        TextRow row = view.row();
        rows.add(row.put(BarLine.of(status, view.width() - 1, look)).end());
        if (view.height() > 1 && !view.message().isEmpty()) {
            String message = Label.end(Label.shown(view.message(), look), view.width() - 1, look);
            rows.add(view.row().put(message, look.strong()).end());
        }
    }

    private void body() {
        StageTable stages = new StageTable(status, view);
        int room = view.height() - FIXED - LEAST_FAULTS;
        int verdictRows = view.height() >= TALL || room - stages.size() >= MOST_VERDICT ? MOST_VERDICT : 2;
        List<AttributedString> verdict = new Verdict(status, view).lines(verdictRows);
        room -= verdict.size();
        rows.addAll(stages.lines(room));
        room -= Math.max(1, Math.min(stages.size(), room));
        if (view.wide() && view.height() >= TALL && room > stages.size() + 1) {
            legend();
            rows.addAll(stages.drawn(room));
        }
        rule("");
        rows.addAll(verdict);
        rule("");
        rows.addAll(new Vitals(status, view).lines());
        if (view.wide() && view.height() >= TALL) {
            rule("");
        }
        rows.addAll(new Faults(status, view).lines(view.height() - rows.size() - 2));
    }

    private void rule(String message) {
        TextRow row = view.row().put(" ");
        if (message.isEmpty()) {
            row.put(look.rule().repeat(view.width() - 2), look.faint());
        } else {
            row.put(
                    Label.end(Label.shown(message, look), view.width() - 2, look),
                    look.accent().bold());
        }
        rows.add(row.end());
    }

    /** Says what the bars below it are made of. */
    private void legend() {
        TextRow row = view.row().put(" ");
        String legend = " " + look.done() + " busy  " + look.blocked() + " blocked  " + look.empty() + " idle ";
        row.put(look.rule().repeat(view.width() - legend.length() - 4), look.faint());
        row.put(legend).put(look.rule().repeat(2), look.faint());
        rows.add(row.end());
    }

    private AttributedString keys() {
        TextRow row = view.row().put(" ");
        if (view.pane() != View.Pane.NONE) {
            key(row, "j/k", "scroll");
            key(row, "g/G", "top, end");
            key(row, "esc", "back");
            return row.end();
        }
        key(row, "j/k", "stage");
        key(row, "+/-", "workers");
        key(row, "p", status.paused() ? "go on" : "pause");
        key(row, "e", "errors");
        key(row, "l", "log");
        if (view.wide()) {
            key(row, "c", "config");
        }
        key(row, "r", "report");
        key(row, "d", "drain");
        key(row, "q", view.attached() ? "leave" : "quit");
        if (view.wide()) {
            key(row, "?", "help");
        }
        return row.end();
    }

    private void key(TextRow row, String key, String does) {
        if (key.length() + does.length() + 1 < row.room()) {
            row.put(key, look.accent().bold()).put(" " + does).put("  ");
        }
    }

    private void fill(int height) {
        while (rows.size() < height) {
            rows.add(view.row().end());
        }
    }
}
