package io.millrace.show.console;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * One line of the screen while it is written, from the left. What does not fit is left out whole, so no number is ever
 * cut. The last column stays blank: terminals disagree on what follows a character in it.
 */
final class TextRow {

    private final int width;
    private final AttributedStringBuilder text = new AttributedStringBuilder();
    private int used;

    TextRow(int width) {
        this.width = width;
    }

    /** Columns that are left. */
    int room() {
        return width - 1 - used;
    }

    /** Whether it was written. */
    boolean add(String more, AttributedStyle style) {
        int columns = Label.columns(more);
        if (columns > room()) {
            return false;
        }
        text.append(more, style);
        used += columns;
        return true;
    }

    TextRow put(String more, AttributedStyle style) {
        add(more, style);
        return this;
    }

    TextRow put(String more) {
        return put(more, Theme.PLAIN);
    }

    /** {@code more} at the right end of {@code columns}; a longer one takes the room that it needs. */
    TextRow right(String more, int columns, AttributedStyle style) {
        return put(" ".repeat(Math.max(0, columns - Label.columns(more)))).put(more, style);
    }

    TextRow right(String more, int columns) {
        return right(more, columns, Theme.PLAIN);
    }

    TextRow left(String more, int columns, AttributedStyle style) {
        return put(more, style).put(" ".repeat(Math.max(0, columns - Label.columns(more))));
    }

    /** {@code more} at the right end of the row, if there is room for it and a gap. */
    TextRow atEnd(String more, AttributedStyle style) {
        int gap = room() - Label.columns(more);
        if (gap > 0) {
            put(" ".repeat(gap)).put(more, style);
        }
        return this;
    }

    /** Exactly as wide as the screen. */
    AttributedString end() {
        return text.append(" ".repeat(width - used)).toAttributedString();
    }
}
