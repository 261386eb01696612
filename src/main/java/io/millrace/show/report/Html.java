package io.millrace.show.report;

import io.millrace.text.ForeignText;
import java.util.stream.Collectors;

/**
 * Text as it may stand in the page, in an attribute too. What a text from outside could do there, it cannot do any
 * more: tags are shown, and so are characters that would not be seen or would turn the text around.
 */
final class Html {

    private static final String ELLIPSIS = "\u2026";

    private Html() {}

    /** Escaped. */
    static String text(String foreign) {
        return foreign.codePoints().mapToObj(Html::escaped).collect(Collectors.joining());
    }

    /** Escaped, and cut in its middle where it has more than {@code most} characters: names differ at their ends. */
    static String cut(String foreign, int most) {
        int length = foreign.codePointCount(0, foreign.length());
        if (length <= most) {
            return text(foreign);
        }
        int head = foreign.offsetByCodePoints(0, most / 2);
        int tail = foreign.offsetByCodePoints(foreign.length(), -(most - most / 2 - 1));
        return text(foreign.substring(0, head) + ELLIPSIS + foreign.substring(tail));
    }

    /** As {@link #cut}, kept from turning its surroundings around. */
    static String foreign(String text, int most) {
        return "<bdi>" + cut(text, most) + "</bdi>";
    }

    private static String escaped(int character) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> ForeignText.isSeen(character) ? Character.toString(character) : ForeignText.escaped(character);
        };
    }
}
