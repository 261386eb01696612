package io.millrace.media.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of OpenAI's own tokenizer: the text is repaired, HTML is unescaped twice, letters become small. It also
 * strips and collapses white space, which words never hold, so that no id depends on it.
 */
final class OpenAiRules implements TextRules {

    private static final Pattern WORD = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE | Pattern.CASE_INSENSITIVE);

    @Override
    public List<String> words(String text, int most) {
        String clean = HtmlEntities.unescape(HtmlEntities.unescape(TextRepair.repair(text)));
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(SmallLetters.whole(clean));
        while (words.size() < most && word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
