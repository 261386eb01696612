package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends UTF-8 that was read as Windows-1252 or Latin-1: runs of characters whose bytes are well-formed UTF-8.
 *
 * <p>A run that looks like letters before punctuation is ambiguous: three of the bytes of {@code caf\u00e9\u2019\u201d}
 * are a character too. It is mended when it begins as the misread letters of Western Europe do, or when everything else
 * in the text that is not ASCII is well-formed too and something in it is not ambiguous.
 */
final class Mojibake {

    /**
     * Characters of UTF-8 from two bytes on: neither too long forms, nor surrogates, nor beyond the last character.
     * Possessive: what may give back takes a stack frame for each character.
     */
    private static final Pattern RUN = Pattern.compile("(?<![\\x80-\\xbf])(?:[\\xc2-\\xdf][\\x80-\\xbf]"
            + "|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}"
            + "|\\xed[\\x80-\\x9f][\\x80-\\xbf]"
            + "|\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}"
            + "|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})++");

    /**
     * Single letters, each before bytes that are dashes, quotation marks and the like in Windows-1252; or just two
     * bytes.
     */
    private static final Pattern PUNCTUATED = Pattern.compile(
            "..|(?:[\\xc2-\\xf4][\\x82\\x84\\x85\\x8b\\x91-\\x97\\x99\\x9b\\xa0\\xab\\xae\\xb7\\xbb]++)++");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private Mojibake() {}

    /** As often as it was misread: what is mended gets shorter each time. */
    static String mend(String text) {
        String before = text;
        String after = once(before);
        while (after.length() < before.length()) {
            before = after;
            after = once(before);
        }
        return after;
    }

    private static String once(String text) {
        if (ASCII.matcher(text).matches()) {
            return text;
        }
        String bytes = bytes(text);
        boolean whole = ASCII.matcher(RUN.matcher(bytes).replaceAll("")).matches();
        boolean sure = RUN.matcher(bytes).results().map(MatchResult::group).anyMatch(Mojibake::isSure);
        StringBuilder mended = new StringBuilder();
        int kept = 0;
        Matcher run = RUN.matcher(bytes);
        while (run.find()) {
            if (sure && (whole || isSure(run.group()))) {
                mended.append(text, kept, run.start())
                        .append(new String(run.group().getBytes(ISO_8859_1), UTF_8));
                kept = run.end();
            }
        }
        return mended.append(text, kept, text.length()).toString();
    }

    private static boolean isSure(String run) {
        return run.charAt(0) == '\u00c2'
                || run.charAt(0) == '\u00c3'
                || !PUNCTUATED.matcher(run).matches();
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
