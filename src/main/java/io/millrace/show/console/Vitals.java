package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import java.util.List;
import org.jline.utils.AttributedString;

/** What the run takes of its machine, and what it has safe there. */
record Vitals(Status status, View view) {

    private static final String GAP = "   ";
    private static final int LONGEST_PATH = 40;

    List<AttributedString> lines() {
        return List.of(machine(), output());
    }

    private AttributedString machine() {
        Status.Memory memory = status.memory();
        TextRow row = view.row().put(" ");
        row.put("heap ", view.look().faint()).put(Format.briefBytes(memory.heapUsed(), memory.heapMax()));
        field(row, "native ", Format.briefBytes(memory.reserved(), memory.limit()));
        if (memory.rss() >= 0) {
            field(row, "rss ", Format.briefBytes(memory.rss()));
        }
        double processors = status.machine().processors();
        if (!status.outlook().window().isZero() && processors > 0) {
            long percent = Math.round(100 * Math.min(1, status.outlook().cpu() / processors));
            field(row, "cpu ", percent + "% of " + processors(processors));
            field(row, "gc ", Format.format("%.1f%%", 100 * status.outlook().gc()));
        }
        if (memory.peakRss() >= 0) {
            field(row, "peak rss ", Format.briefBytes(memory.peakRss()));
        }
        return row.end();
    }

    private static String processors(double count) {
        return count == Math.rint(count) ? Format.format("%.0f", count) : Format.format("%.1f", count);
    }

    private AttributedString output() {
        Status.Output output = status.output();
        TextRow row = view.row().put(" ").put("journal ", view.look().faint());
        row.put(
                output.sinceRecord() == null
                        ? "-"
                        : "+" + Format.briefTime(output.sinceRecord().toNanos()));
        row.put(", " + Format.count(output.unsynced()) + " unsynced");
        if (output.freeBytes() >= 0) {
            field(row, "disk ", Format.briefBytes(output.freeBytes()) + " free");
        }
        String files = output.files() < 0 ? "" : Format.count(output.files(), "file") + ", ";
        field(row, "out ", files + Format.briefBytes(output.bytes()));
        String path = Label.middle(Label.shown(output.path(), view.look()), LONGEST_PATH, view.look());
        row.add(GAP + path, Theme.PLAIN);
        return row.end();
    }

    /** A label with its figure, or neither. */
    private void field(TextRow row, String label, String figure) {
        if (GAP.length() + label.length() + figure.length() < row.room()) {
            row.put(GAP).put(label, view.look().faint()).put(figure);
        }
    }
}
