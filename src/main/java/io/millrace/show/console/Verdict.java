package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.Status;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** What limits the run, what to do about it, and what came of what was done. */
final class Verdict {

    private static final String INDENT = "       ";

    private final Outlook outlook;
    private final View view;

    Verdict(Status status, View view) {
        this.outlook = status.outlook();
        this.view = view;
    }

    /** Between two lines and {@code most}: sentences that are too long for that lose their ends. */
    List<AttributedString> lines(int most) {
        Theme look = view.look();
        List<AttributedString> lines = new ArrayList<>();
        boolean known = outlook.limit().kind() != Outlook.Limit.Kind.UNKNOWN;
        int each = most / 2;
        AttributedStyle style = known ? look.warning().bold() : look.faint();
        lines.addAll(said(" LIMIT ", style, outlook.limit().sentence(), each));
        if (outlook.advice() != null) {
            lines.addAll(said(" TRY   ", look.accent().bold(), outlook.advice().sentence(), each));
        }
        if (outlook.tested() != null && lines.size() < most) {
            lines.addAll(said(" TRIED ", look.accent(), outlook.tested().sentence(), most - lines.size()));
        }
        while (lines.size() < 2) {
            lines.add(view.row().end());
        }
        return lines;
    }

    private List<AttributedString> said(String label, AttributedStyle style, String sentence, int most) {
        List<AttributedString> lines = new ArrayList<>();
        int columns = view.width() - INDENT.length() - 1;
        String rest = Label.shown(sentence, view.look()).strip();
        do {
            boolean last = lines.size() == most - 1;
            String part = last ? Label.end(rest, columns, view.look()) : words(rest, columns);
            TextRow row = view.row().put(lines.isEmpty() ? label : INDENT, style);
            lines.add(row.put(part).end());
            rest = last ? "" : rest.substring(part.length()).strip();
        } while (!rest.isEmpty());
        return lines;
    }

    /** As many whole words of {@code text} as there is room for. */
    static String words(String text, int columns) {
        String head = Label.head(text, columns);
        if (head.length() == text.length() || text.charAt(head.length()) == ' ') {
            return head;
        }
        int space = head.lastIndexOf(' ');
        return space <= 0 ? head : head.substring(0, space);
    }
}
