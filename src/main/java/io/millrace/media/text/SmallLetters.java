package io.millrace.media.text;

/**
 * Lower case as the two families of vocabularies have it. Written out, because the JDK looks for the words around each
 * capital sigma, which takes a minute for a text of nothing else.
 */
final class SmallLetters {

    private static final char CAPITAL_SIGMA = '\u03a3';
    private static final char SMALL_SIGMA = '\u03c3';
    private static final char FINAL_SIGMA = '\u03c2';
    private static final char CAPITAL_I_WITH_DOT = '\u0130';

    /** Punctuation that may stand within a word (Unicode's MidLetter, MidNumLet and Single_Quote). */
    private static final String WITHIN_WORDS =
            "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07" + "\uff0e\uff1a";

    private SmallLetters() {}

    /** Character by character: a sigma is the same one everywhere in a word. */
    static String each(String text) {
        StringBuilder small = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(small, c));
        return small.toString();
    }

    /** As a whole: a sigma at the end of a word is a final one. */
    static String whole(String text) {
        StringBuilder small = new StringBuilder(text.length());
        boolean afterLetter = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == CAPITAL_SIGMA) {
                small.append(afterLetter && !beforeLetter(text, i) ? FINAL_SIGMA : SMALL_SIGMA);
            } else {
                append(small, c);
            }
            afterLetter = isIgnored(c) ? afterLetter : isCased(c);
        }
        return small.toString();
    }

    /** One capital letter becomes two characters. */
    private static void append(StringBuilder small, int c) {
        if (c == CAPITAL_I_WITH_DOT) {
            small.append("i\u0307");
        } else {
            small.appendCodePoint(Character.toLowerCase(c));
        }
    }

    private static boolean beforeLetter(String text, int from) {
        for (int i = from; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isIgnored(c)) {
                return isCased(c);
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean isCased(int c) {
        return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    /** Whether it belongs to the word around it, whatever its case. */
    private static boolean isIgnored(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> WITHIN_WORDS.indexOf(c) >= 0;
        };
    }
}
