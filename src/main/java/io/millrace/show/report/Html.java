package io.millrace.show.report;

import io.millrace.text.ForeignText;

/**
 * Text as it may stand in the page, in an attribute too. What a text from outside could do there, it cannot do any
 * more: tags are shown, and so are characters that would not be seen or would turn the text around.
 */
final class Html {

    private static final String ELLIPSIS = "\u2026";

    private Html() {}

    /** Escaped. */
    static String text(String foreign) {
        StringBuilder safe = new StringBuilder(foreign.length() + 16);
        for (int i = 0; i < foreign.length(); ) {
            int character = foreign.codePointAt(i);
            i += Character.charCount(character);
            append(safe, character);
        }
        return safe.toString();
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

    private static void append(StringBuilder safe, int character) {
        switch (character) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> {
                if (ForeignText.isSeen(character)) {
                    safe.appendCodePoint(character);
                } else {
                    safe.append(ForeignText.escaped(character));
                }
            }
        }
    }
}
