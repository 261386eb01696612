package io.millrace.media.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that a {@code tokenizer.json} states: words of its own that are taken out of the text as it came or as it
 * was normalised, and what a pattern finds in the rest.
 *
 * @param raw words found before normalising, longest first; null for none
 * @param normalizer of the rest
 * @param normalized words found after it; null for none
 * @param word what a word is; the rest is dropped
 */
record HuggingFaceRules(Pattern raw, UnaryOperator<String> normalizer, Pattern normalized, Pattern word)
        implements TextRules {

    /**
     * How the byte-level step divides a word once more, as GPT-2 does. It finds nothing new but in odd special words.
     */
    private static final Pattern BYTE_LEVEL = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);

    @Override
    public List<String> words(String text, int most) {
        List<String> words = new ArrayList<>();
        around(raw, text, words, most, rest -> {
            around(normalized, normalizer.apply(rest), words, most, plain -> divide(plain, words, most));
        });
        return words;
    }

    private static void around(Pattern special, String text, List<String> words, int most, Consumer<String> rest) {
        int begin = 0;
        if (special != null) {
            Matcher found = special.matcher(text);
            while (words.size() < most && found.find()) {
                rest.accept(text.substring(begin, found.start()));
                words.add(found.group());
                begin = found.end();
            }
        }
        rest.accept(text.substring(begin));
    }

    private void divide(String text, List<String> words, int most) {
        Matcher found = word.matcher(text);
        while (words.size() < most && found.find()) {
            Matcher part = BYTE_LEVEL.matcher(found.group());
            while (part.find()) {
                words.add(part.group());
            }
        }
    }
}
