package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Character references as HTML 5 reads them, valid or not: by name or number, and names without their semicolon where
 * browsers take them.
 */
final class HtmlEntities {

    private static final Pattern REFERENCE =
            Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");

    /** Name, with its semicolon where it needs one, to characters. */
    private static final Map<String, String> NAMES = names();

    private HtmlEntities() {}

    /** What a name such as {@code eacute;} stands for, or null. */
    static String named(String name) {
        return NAMES.get(name);
    }

    static String unescape(String text) {
        return text.indexOf('&') < 0
                ? text
                : REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
    }

    private static String character(String reference) {
        if (reference.charAt(0) != '#') {
            return longestName(reference);
        }
        String digits =
                reference.endsWith(";") ? reference.substring(1, reference.length() - 1) : reference.substring(1);
        boolean hex = digits.charAt(0) == 'x' || digits.charAt(0) == 'X';
        return numbered(number(hex ? digits.substring(1) : digits, hex ? 16 : 10));
    }

    private static String longestName(String reference) {
        for (int end = reference.length(); end > 1; end--) {
            String found = NAMES.get(reference.substring(0, end));
            if (found != null) {
                return found + reference.substring(end);
            }
        }
        return "&" + reference;
    }

    /** At most one above the last character: the digits may be any number of them. */
    private static int number(String digits, int radix) {
        int number = 0;
        for (int i = 0; i < digits.length() && number <= Character.MAX_CODE_POINT; i++) {
            number = number * radix + Character.digit(digits.charAt(i), radix);
        }
        return Math.min(number, Character.MAX_CODE_POINT + 1);
    }

    /** Numbers of C1 controls mean Windows-1252; those of other controls and of non-characters mean nothing. */
    private static String numbered(int number) {
        if (number == 0 || number > Character.MAX_CODE_POINT || (number >= 0xd800 && number <= 0xdfff)) {
            return "\ufffd";
        }
        if (number >= 0x80 && number <= 0x9f) {
            return String.valueOf(Windows1252.character(number));
        }
        return isMeaningless(number) ? "" : Character.toString(number);
    }

    private static boolean isMeaningless(int number) {
        boolean control = (number < 0x20 && "\t\n\f\r".indexOf(number) < 0) || number == 0x7f;
        return control || (number >= 0xfdd0 && number <= 0xfdef) || (number & 0xfffe) == 0xfffe;
    }

    /** One name and the characters it stands for, in hexadecimal, on each line. */
    private static Map<String, String> names() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HtmlEntities.class.getResourceAsStream("html-entities.txt")), UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(" "))
                    .collect(Collectors.toUnmodifiableMap(words -> words[0], HtmlEntities::characters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String characters(String[] words) {
        return Arrays.stream(words)
                .skip(1)
                .map(word -> Character.toString(Integer.parseInt(word, 16)))
                .collect(Collectors.joining());
    }
}
