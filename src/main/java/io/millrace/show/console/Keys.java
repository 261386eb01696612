package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes from a terminal as keys: a character each, or a name. What a key sends may come in two reads, so an escape
 * waits for one more look at the terminal before it counts as the key of that name.
 */
final class Keys {

    static final String ESCAPE = "esc";
    static final String REDRAW = "\f";

    private String open = "";

    /** @param bytes that have come since the last look; none if it was in vain */
    List<String> read(byte[] bytes) {
        String text = open + new String(bytes, ISO_8859_1);
        boolean waited = bytes.length == 0;
        open = "";
        List<String> keys = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.charAt(at) == '\u001b' ? end(text, at) : at + 1;
            if (end < 0 && !waited) {
                open = text.substring(at);
                return keys;
            }
            end = end < 0 ? text.length() : end;
            String name = name(text.substring(at, end));
            if (name != null) {
                keys.add(name);
            }
            at = end;
        }
        return keys;
    }

    /** Where the sequence that begins at {@code at} is over; -1 if more of it may come. */
    private static int end(String text, int at) {
        if (at + 1 == text.length()) {
            return -1;
        }
        char kind = text.charAt(at + 1);
        if (kind == 'O') {
            return at + 2 < text.length() ? at + 3 : -1;
        }
        if (kind != '[') {
            return at + 1;
        }
        for (int i = at + 2; i < text.length(); i++) {
            if (text.charAt(i) >= '@' && text.charAt(i) <= '~') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Null for keys that have none. */
    private static String name(String sent) {
        if (sent.charAt(0) != '\u001b') {
            return sent;
        }
        return switch (sent.substring(1)) { // in both of the modes that terminals have
            case "" -> ESCAPE;
            case "[A", "OA" -> "k";
            case "[B", "OB" -> "j";
            case "[5~" -> "page up";
            case "[6~" -> "page down";
            case "[H", "OH", "[1~" -> "g";
            case "[F", "OF", "[4~" -> "G";
            default -> null;
        };
    }
}
