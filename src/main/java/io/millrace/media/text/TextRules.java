package io.millrace.media.text;

import java.util.List;

/** How a family of vocabularies cleans a text and divides it into words. Any threads. */
interface TextRules {

    /**
     * The first words of a text, the special ones as they stand in the vocabulary.
     *
     * @param text without lone surrogates
     * @param most words that are wanted
     */
    List<String> words(String text, int most);
}
