package io.millrace.media.text;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Unicode's normal forms in linear time: ordering the marks of one letter takes the square of their number. */
final class UnicodeForm {

    /** No letter has as many, and a text's first 75 pieces do not reach further. */
    private static final int MOST_MARKS = 1024;

    private static final Pattern TOO_MANY = Pattern.compile("(?<=\\p{M}{" + MOST_MARKS + "})\\p{M}++");

    private UnicodeForm() {}

    static String of(String text, Normalizer.Form form) {
        return Normalizer.normalize(TOO_MANY.matcher(text).replaceAll(""), form);
    }
}
