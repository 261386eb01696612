package io.millrace.show.console;

import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.util.List;

/**
 * What failed in an output, most frequent first.
 *
 * @param groups at least one
 */
public record ErrorTable(List<Group> groups) {

    /**
     * Items that failed for one cause, in one stage, with files of one kind.
     *
     * @param type the fault's class
     * @param stage where it was found
     * @param extension of the source, such as {@code .mp4}; empty for none
     * @param count of items
     * @param source the first of them, relative to the input root
     * @param message why that one failed
     */
    public record Group(String type, String stage, String extension, long count, String source, String message) {

        /** The same example, for one item more. */
        public Group oneMore() {
            return new Group(type, stage, extension, count + 1, source, message);
        }

        private List<String> cells() {
            return List.of(Format.count(count), type, stage, extension.isEmpty() ? "-" : extension);
        }
    }

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
        for (Group group : groups.subList(0, Math.min(MOST_LINES, groups.size()))) {
            String example = ForeignText.line(group.source()) + ": " + ForeignText.line(group.message());
            line(text, group.cells(), example);
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
                .mapToInt(group -> group.cells().get(column).length())
                .reduce(HEADINGS.get(column).length(), Math::max);
    }
}
