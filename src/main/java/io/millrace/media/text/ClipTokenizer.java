package io.millrace.media.text;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text to the ids that CLIP's text encoder takes: begin, the pieces of its words, end, and zeros up to
 * {@value #LENGTH}. Of a text with more pieces the first ones are kept, and the last id is end all the same.
 *
 * <p>Any threads: nothing changes after the constructor, and nothing is remembered from text to text.
 */
public final class ClipTokenizer {

    /** Ids of a text. */
    public static final int LENGTH = 77;

    public static final int BEGIN = 49_406;
    public static final int END = 49_407;

    /** As pieces of the vocabulary, and in texts that have them. */
    public static final String BEGIN_WORD = "<|startoftext|>";

    public static final String END_WORD = "<|endoftext|>";

    /** No caption is longer, and hardly a text has its first 75 pieces later. It bounds the time for hostile ones. */
    private static final int MOST_CHARS = 1 << 16;

    /** What both families take for white space: words never hold it. */
    private static final Pattern LEADING_SPACE = Pattern.compile("\\A[ \\t\\n\\x0b\\f\\r]++");

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{IsCs}");

    private final TextRules rules;
    private final BytePairs pairs;
    private final Map<String, Integer> specials;

    /** @param specials words that are one id, whatever the pieces say */
    ClipTokenizer(TextRules rules, BytePairs pairs, Map<String, Integer> specials) {
        this.rules = rules;
        this.pairs = pairs;
        this.specials = Map.copyOf(specials);
    }

    /** The ids of a text: {@value #LENGTH} of them, whatever the text is. */
    public long[] encode(String text) {
        long[] ids = new long[LENGTH];
        ids[0] = BEGIN;
        int used = 1;
        for (String word : rules.words(sound(text), LENGTH)) {
            used = add(word, ids, used);
        }
        ids[Math.min(used, LENGTH - 1)] = END;
        return ids;
    }

    /** The place after the last id that was added; what finds no place is dropped. */
    private int add(String word, long[] ids, int from) {
        Integer special = specials.get(word);
        int[] pieces = special != null ? new int[] {special} : pairs.encode(word);
        int used = from;
        for (int i = 0; i < pieces.length && used < LENGTH; i++) {
            ids[used++] = pieces[i];
        }
        return used;
    }

    /** Half a character has no UTF-8; both families read it as a replacement character. */
    private static String sound(String text) {
        String stripped = LEADING_SPACE.matcher(text).replaceFirst("");
        String cut = stripped.length() > MOST_CHARS ? stripped.substring(0, MOST_CHARS) : stripped;
        return LONE_SURROGATE.matcher(cut).replaceAll("\ufffd");
    }
}
