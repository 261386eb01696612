package io.millrace.show.console;

import io.millrace.show.FailureGroup;
import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.util.List;

/**
 * What failed in an output, most frequent first.
 *
 * @param groups at least one
 */
public record ErrorTable(List<FailureGroup> groups) {

    private static final int MOST_LINES = 40;

    private static final List<String> HEADINGS = List.of("ITEMS", "CAUSE", "STAGE", "FILES");

    public ErrorTable {
        groups = List.copyOf(groups);
    }

    /**
     * A heading and a line for each of the most frequent groups, each ended; numbers to the right, the example last.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, HEADINGS, "FIRST OF THEM");
        for (FailureGroup group : groups.subList(0, Math.min(MOST_LINES, groups.size()))) {
            String example = ForeignText.line(group.source()) + ": " + ForeignText.line(group.message());
            line(text, cells(group), example);
        }
        if (groups.size() > MOST_LINES) {
            text.append("  and ")
                    .append(Format.count(groups.size() - MOST_LINES, "kind"))
                    .append(" more, less frequent\n");
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells, String last) {
        for (int column = 0; column < cells.size(); column++) {
            String format = "  %" + (column == 0 ? "" : "-") + width(column) + "s";
            text.append(Format.format(format, ForeignText.line(cells.get(column))));
        }
        text.append("  ").append(last).append('\n');
    }

    private int width(int column) {
        return groups.stream()
                .mapToInt(group -> cells(group).get(column).length())
                .reduce(HEADINGS.get(column).length(), Math::max);
    }

    private static List<String> cells(FailureGroup group) {
        String files = group.extension().isEmpty() ? "-" : group.extension();
        return List.of(Format.count(group.count()), group.type(), group.stage(), files);
    }
}
