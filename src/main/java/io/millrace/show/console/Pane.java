package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** What lies over the lower part of the screen when a key has asked for it: a heading, and lines that scroll. */
record Pane(Status status, View view) {

    private static final String FOLD = "     ";

    private static final List<String> HELP = List.of(
            "j k, arrows      select a stage",
            "+ -              one worker more or less for it",
            "p                pause: take no new items; once more to continue",
            "e l c r          errors, the log's end, settings, where the report is",
            "d                drain: finish what is in flight, and end",
            "q                quit, which drains; while it drains, stop now (top: leave)",
            "Ctrl-C           drain; a second one stops now",
            "Ctrl-Z, Ctrl-L   put the run aside, fg goes on; draw everything anew",
            "j k g G esc      in here: scroll, top, end, and back to the run",
            "",
            "WORKERS 2/8      two of the eight that there is a processor and memory for",
            "BUSY BLKD IDLE   the workers' time, of the last half minute: at work, waiting",
            "                 for room in the next queue, waiting for input",
            "QUEUE IN         how full the queue before it is",
            "p50 p99          half, and 99 of 100, of its parts took no longer",
            "CAPITALS         the stage that limits the run; TRY says what would help");

    /** A heading and {@code rows - 1} lines. */
    List<AttributedString> lines(int rows) {
        List<AttributedString> all = content();
        int last = Math.max(0, all.size() - (rows - 1));
        int first = first(last);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(heading(all.size(), first, Math.min(all.size(), first + rows - 1)));
        lines.addAll(all.subList(first, Math.min(all.size(), first + rows - 1)));
        return lines;
    }

    /** A log is read from its end, all else from its beginning. */
    private int first(int last) {
        int first = view.pane() == View.Pane.LOG ? last + view.scroll() : view.scroll();
        return Math.max(0, Math.min(last, first));
    }

    private AttributedString heading(int all, int first, int end) {
        TextRow row = view.row().put(" ").put(view.pane().name(), look().strong());
        String where = all == 0 ? "empty" : (first + 1) + "-" + end + " of " + Format.count(all);
        return row.atEnd(where, look().faint()).end();
    }

    private List<AttributedString> content() {
        return switch (view.pane()) {
            case NONE -> List.of();
            case HELP -> HELP.stream().map(this::line).toList();
            case ERRORS -> new Faults(status, view).all();
            case LOG, CONFIG, REPORT ->
                view.paper().stream().flatMap(line -> folded(line).stream()).toList();
        };
    }

    private AttributedString line(String text) {
        String shown = Label.shown(text, look());
        return view.row().put(" " + Label.head(shown, view.width() - 2)).end();
    }

    /** A line that is longer than the screen is wide goes on below, further in. */
    private List<AttributedString> folded(String text) {
        String rest = Label.shown(text.replace("\t", "    "), look()).stripTrailing();
        boolean loud = view.pane() == View.Pane.LOG && (rest.contains(" WARN ") || rest.contains(" ERROR "));
        List<AttributedString> lines = new ArrayList<>();
        do {
            String indent = lines.isEmpty() ? " " : FOLD;
            String part = Verdict.words(rest, view.width() - indent.length() - 1);
            lines.add(view.row()
                    .put(indent + part, loud ? look().warning() : Theme.PLAIN)
                    .end());
            rest = rest.substring(part.length()).stripLeading();
        } while (!rest.isEmpty());
        return lines;
    }

    private Theme look() {
        return view.look();
    }
}
