package io.millrace.show.console;

import java.text.Normalizer;
import org.jline.utils.WCWidth;

/** Text from outside, such as a file's name, made fit for a row of the screen. */
final class Label {

    private Label() {}

    /**
     * One character for one column or two, none that moves a cursor or joins its neighbours; ASCII where nothing else
     * is read.
     */
    static String shown(String foreign, Theme look) {
        String composed = Normalizer.normalize(foreign, Normalizer.Form.NFC);
        StringBuilder text = new StringBuilder(composed.length());
        composed.codePoints().forEach(c -> text.appendCodePoint(isShown(c, look) ? c : '?'));
        return text.toString();
    }

    /** At most {@code columns} wide; what is too long loses its middle, because names differ at their ends. */
    static String middle(String text, int columns, Theme look) {
        if (columns(text) <= columns) {
            return text;
        }
        int kept = columns - look.cut().length();
        if (kept < 2) {
            return head(text, columns);
        }
        int tail = kept - kept / 2;
        return head(text, kept / 2) + look.cut() + tail(text, tail);
    }

    /** At most {@code columns} wide; what is too long loses its end, between two words if it has any. */
    static String end(String text, int columns, Theme look) {
        if (columns(text) <= columns) {
            return text;
        }
        String head = head(text, Math.max(0, columns - look.cut().length()));
        int space = text.charAt(head.length()) == ' ' ? head.length() : head.lastIndexOf(' ');
        return (space > 0 ? head.substring(0, space) : head)
                + (columns < look.cut().length() ? "" : look.cut());
    }

    static int columns(String text) {
        return text.codePoints().map(WCWidth::wcwidth).sum();
    }

    static String head(String text, int columns) {
        int end = 0;
        for (int used = 0; end < text.length(); end += Character.charCount(text.codePointAt(end))) {
            used += WCWidth.wcwidth(text.codePointAt(end));
            if (used > columns) {
                break;
            }
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int columns) {
        int start = text.length();
        for (int used = 0; start > 0; start -= Character.charCount(text.codePointBefore(start))) {
            used += WCWidth.wcwidth(text.codePointBefore(start));
            if (used > columns) {
                break;
            }
        }
        return text.substring(start);
    }

    /** Symbols beyond the first plane are drawn as wide as each terminal likes. */
    private static boolean isShown(int c, Theme look) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return look.unicode()
                && Character.isBmpCodePoint(c)
                && !Character.isSurrogate((char) c)
                && Character.isDefined(c)
                && Character.getType(c) != Character.FORMAT
                && WCWidth.wcwidth(c) > 0;
    }
}
