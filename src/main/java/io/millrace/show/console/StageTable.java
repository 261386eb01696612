package io.millrace.show.console;

import io.millrace.engine.metrics.Outlook.StagePace;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** A line for each stage, and where it is wide enough another that draws how its workers spend their time. */
final class StageTable {

    private static final int QUEUE_CELLS = 10;

    /** What all columns but the name take. */
    private static final int NARROW = 67;

    private static final int WIDE = 107;
    private static final int LONGEST_NAME = 40;

    private final Status status;
    private final View view;
    private final Theme look;
    private final List<StageStatus> stages;
    private final int nameColumns;

    StageTable(Status status, View view) {
        this.status = status;
        this.view = view;
        this.look = view.look();
        this.stages = status.stages();
        this.nameColumns = Math.min(LONGEST_NAME, view.width() - (view.wide() ? WIDE : NARROW));
    }

    int size() {
        return stages.size();
    }

    /** A heading and at most {@code rows} stages: where there are more, those around the selected one. */
    List<AttributedString> lines(int rows) {
        int first = first(rows);
        int end = Math.min(stages.size(), first + rows);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(heading(first, end));
        IntStream.range(first, end).forEach(i -> lines.add(line(i)));
        if (stages.isEmpty()) {
            lines.add(view.row().put("  no stage has begun", look.faint()).end());
        }
        return lines;
    }

    /** How the workers of at most {@code rows} stages spend their time, drawn. */
    List<AttributedString> drawn(int rows) {
        int first = first(rows);
        return IntStream.range(first, Math.min(stages.size(), first + rows))
                .mapToObj(i -> drawn(stages.get(i)))
                .toList();
    }

    private int first(int rows) {
        int selected = Math.max(0, indexOf(view.stage()));
        return Math.max(0, Math.min(stages.size() - rows, selected - rows / 2));
    }

    private int indexOf(String name) {
        return IntStream.range(0, stages.size())
                .filter(i -> stages.get(i).name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private AttributedString heading(int first, int end) {
        AttributedStyle style = look.faint();
        TextRow row = view.row().put("  ");
        named(row, title(first, end), style, "WORKERS", style);
        row.right("BUSY", 6, style).right("BLKD", 5, style).right("IDLE", 5, style);
        row.put("  ").left("QUEUE IN", QUEUE_CELLS + 5, style);
        if (!view.wide()) {
            row.right("OUT/s", 7, style).right("p50", 6, style).right("p99", 6, style);
            return row.right("ERR", 5, style).end();
        }
        row.right("IN/s", 8, style).right("OUT/s", 8, style).right("BATCH", 7, style);
        List.of("MEAN", "p50", "p99", "MAX", "ERR").forEach(column -> row.right(column, 8, style));
        return row.end();
    }

    /** Which of them are shown, where not all are. */
    private String title(int first, int end) {
        String which = (first + 1) + "-" + end + "/" + stages.size();
        if (end - first >= stages.size()) {
            return "STAGE";
        }
        return which.length() + 6 < nameColumns ? "STAGE " + which : which;
    }

    /** A name and a figure at both ends of one column: the figure takes of the name what it needs. */
    private void named(TextRow row, String name, AttributedStyle style, String figure, AttributedStyle figureStyle) {
        int columns = nameColumns + (view.wide() ? 8 : 7);
        String cut = Label.middle(name, Math.max(1, columns - figure.length() - 1), look);
        row.put(cut, style).right(figure, columns - Label.columns(cut), figureStyle);
    }

    private AttributedString line(int index) {
        StageStatus stage = stages.get(index);
        boolean selected = stage.name().equals(view.stage());
        TextRow row = view.row().put(selected ? "> " : "  ", look.strong());
        AttributedStyle style = isLimit(stage) ? look.warning().bold() : strongIf(selected);
        named(row, name(stage), style, workers(stage), Theme.PLAIN);
        shares(row, Shares.of(status, stage));
        queue(row, stage);
        return view.wide() ? wide(row, index).end() : narrow(row, index).end();
    }

    private AttributedStyle strongIf(boolean selected) {
        return selected ? look.strong() : Theme.PLAIN;
    }

    /** The one that is the limit is in capitals, which needs no colours. */
    private String name(StageStatus stage) {
        String name = Label.shown(stage.name(), look);
        return isLimit(stage) ? name.toUpperCase(Locale.ROOT) : name;
    }

    private boolean isLimit(StageStatus stage) {
        return stage.name().equals(status.outlook().limit().stage());
    }

    private static String workers(StageStatus stage) {
        return stage.workers() + "/" + Math.max(stage.most(), stage.workers());
    }

    private void shares(TextRow row, Shares shares) {
        row.right(shares.busyPercent() + "%", 6, shares.busyPercent() >= 80 ? look.good() : Theme.PLAIN);
        row.right(shares.blockedPercent() + "%", 5, shares.blockedPercent() > 50 ? look.warning() : Theme.PLAIN);
        row.right(shares.idlePercent() + "%", 5, Theme.PLAIN);
    }

    private void queue(TextRow row, StageStatus stage) {
        row.put("  ");
        if (stage.queueCapacity() == 0) {
            row.left("-", QUEUE_CELLS + 5, Theme.PLAIN);
            return;
        }
        int percent = (int) Math.min(100, stage.queued() * 100L / stage.queueCapacity());
        int cells = Math.round(percent / (float) QUEUE_CELLS);
        row.put(look.done().repeat(cells), percent >= 90 ? look.warning() : look.accent());
        row.put(look.empty().repeat(QUEUE_CELLS - cells), look.faint());
        row.right(percent + "%", 5);
    }

    private TextRow narrow(TextRow row, int index) {
        StageStatus stage = stages.get(index);
        row.right(out(index), 7).right(time(stage, stage.p50Ns()), 6).right(time(stage, stage.p99Ns()), 6);
        return row.right(Format.brief((double) stage.errors()), 5, errorStyle(stage));
    }

    private TextRow wide(TextRow row, int index) {
        StageStatus stage = stages.get(index);
        StagePace pace = pace(stage);
        row.right(index == 0 || pace == null ? "-" : Format.brief(pace.partsPerSecond()), 8);
        row.right(out(index), 8);
        row.right(batch(stage), 7);
        row.right(pace == null ? "-" : time(stage, pace.meanNs()), 8);
        row.right(time(stage, stage.p50Ns()), 8).right(time(stage, stage.p99Ns()), 8);
        row.right(time(stage, stage.maxNs()), 8);
        return row.right(Format.brief((double) stage.errors()), 8, errorStyle(stage));
    }

    /** How full its batches are. */
    private static String batch(StageStatus stage) {
        double parts = (double) stage.parts() / stage.calls();
        return stage.calls() == 0 ? "-" : parts < 999.95 ? Format.format("%.1f", parts) : Format.brief(parts);
    }

    private AttributedStyle errorStyle(StageStatus stage) {
        return stage.errors() == 0 ? Theme.PLAIN : look.bad();
    }

    private static String time(StageStatus stage, long nanos) {
        return stage.parts() == 0 ? "-" : Format.briefTime(nanos);
    }

    /** What the next stage takes in is what this one puts out; the last one's results go nowhere else. */
    private String out(int index) {
        StagePace pace = pace(stages.get(Math.min(index + 1, stages.size() - 1)));
        return pace == null ? "-" : Format.brief(pace.partsPerSecond());
    }

    private StagePace pace(StageStatus stage) {
        return status.outlook().stages().stream()
                .filter(pace -> pace.name().equals(stage.name()))
                .findFirst()
                .orElse(null);
    }

    private AttributedString drawn(StageStatus stage) {
        Shares shares = Shares.of(status, stage);
        String words = words(stage);
        int cells = view.width() - nameColumns - words.length() - 6;
        int busy = (int) Math.round(shares.busy() * cells);
        int blocked = Math.min(cells - busy, (int) Math.round(shares.blocked() * cells));
        TextRow row =
                view.row().put("  ").left(Label.middle(name(stage), nameColumns, look), nameColumns, look.faint());
        row.put(" [").put(look.done().repeat(busy), look.good());
        row.put(look.blocked().repeat(blocked), look.warning());
        row.put(look.empty().repeat(cells - busy - blocked), look.faint());
        return row.put("]").put(words).end();
    }

    /** All of one width, so that the bars end in one column. */
    private String words(StageStatus stage) {
        StagePace pace = pace(stage);
        String cpu = pace == null ? "-" : Math.round(pace.onCpu() * 100) + "%";
        return Format.format(" cpu %4s %16s %16s parts ", cpu, queued(stage), Format.count(stage.parts()));
    }

    private static String queued(StageStatus stage) {
        return stage.queueCapacity() == 0 ? "" : stage.queued() + "/" + stage.queueCapacity() + " queued";
    }
}
