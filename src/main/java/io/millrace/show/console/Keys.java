package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bytes from a terminal as keys: a character each, or a name. What a key sends may come in two reads, so an escape
 * waits for one more look at the terminal before it counts as the key of that name.
 */
final class Keys {

    static final String ESCAPE = "esc";
    static final String REDRAW = "\f";

    /** By what follows the escape, in both of the modes that terminals have. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("[A", "k"),
            Map.entry("OA", "k"),
            Map.entry("[B", "j"),
            Map.entry("OB", "j"),
            Map.entry("[5~", "page up"),
            Map.entry("[6~", "page down"),
            Map.entry("[H", "g"),
            Map.entry("OH", "g"),
            Map.entry("[1~", "g"),
            Map.entry("[F", "G"),
            Map.entry("OF", "G"),
            Map.entry("[4~", "G"));

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
        return sent.length() == 1 ? ESCAPE : NAMES.get(sent.substring(1));
    }
}
