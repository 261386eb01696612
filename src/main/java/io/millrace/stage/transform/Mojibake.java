package io.millrace.stage.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends UTF-8 that was read as Windows-1252 or Latin-1: runs of characters whose bytes are well-formed UTF-8.
 *
 * <p>A run of a single character of two bytes is ambiguous, since a capital letter before a quotation mark looks the same
 * ({@code CAF\u00c9\u2026}). It is mended when it begins as the letters of Western Europe do, or when everything else in the text
 * that is not ASCII is well-formed too and something in it is not ambiguous.
 */
final class Mojibake {

    /** Characters of UTF-8 from two bytes on: neither too long forms, nor surrogates, nor beyond the last character. */
    private static final Pattern RUN = Pattern.compile("(?<![\\x80-\\xbf])(?:[\\xc2-\\xdf][\\x80-\\xbf]"
            + "|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]"
            + "|\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})+");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private Mojibake() {}

    static String mend(String text) {
        if (ASCII.matcher(text).matches()) {
            return text;
        }
        String bytes = bytes(text);
        boolean whole = ASCII.matcher(RUN.matcher(bytes).replaceAll("")).matches();
        boolean sure = RUN.matcher(bytes).results().anyMatch(Mojibake::isSure);
        StringBuilder mended = new StringBuilder();
        int kept = 0;
        Matcher run = RUN.matcher(bytes);
        while (run.find()) {
            if (sure && (whole || isSure(run))) {
                mended.append(text, kept, run.start())
                        .append(new String(run.group().getBytes(ISO_8859_1), UTF_8));
                kept = run.end();
            }
        }
        return mended.append(text, kept, text.length()).toString();
    }

    private static boolean isSure(MatchResult run) {
        char first = run.group().charAt(0);
        return run.group().length() > 2 || first == '\u00c2' || first == '\u00c3';
    }

    /** Each character as the byte it may have been, or as one that no byte is. */
    private static String bytes(String text) {
        StringBuilder bytes = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int unsigned = Windows1252.unsigned(text.charAt(i));
            bytes.append(unsigned < 0 ? '\uffff' : (char) unsigned);
        }
        return bytes.toString();
    }
}
