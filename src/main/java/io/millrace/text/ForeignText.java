package io.millrace.text;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Text from outside, such as an id, a file's name or a library's message, made fit to be shown. What a terminal would
 * obey, and what turns the text around it, is written as {@code \}{@code u001b}.
 */
public final class ForeignText {

    private ForeignText() {}

    /** On one line: line ends, too, are written so. */
    public static String line(String foreign) {
        return shown(foreign, false);
    }

    /** With its line ends, for what may have several lines. */
    public static String lines(String foreign) {
        return shown(foreign, true);
    }

    /** Control, format (marks of direction among them), surrogate and private characters are not; nor are line ends. */
    public static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The character in the escapes that programmers know. */
    public static String escaped(int character) {
        return String.format(Locale.ROOT, "\\u%04x", character);
    }

    private static String shown(String foreign, boolean several) {
        if (foreign.codePoints().allMatch(c -> isSeen(c) || (several && c == '\n'))) {
            return foreign;
        }
        return foreign.codePoints()
                .mapToObj(c -> isSeen(c) || (several && c == '\n') ? Character.toString(c) : escaped(c))
                .collect(Collectors.joining());
    }
}
