package io.millrace.media.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The normalizers that tokenizer.json files of CLIP name. Any threads. */
final class TextNormalizers {

    private TextNormalizers() {}

    /** @throws IllegalArgumentException for one that is not known: other ids than intended are worse than none */
    static UnaryOperator<String> of(JsonNode node) {
        String type = node.path("type").asText();
        return switch (type) {
            case "" -> text -> text;
            case "Sequence" -> sequence(node.path("normalizers"));
            case "NFC", "NFD", "NFKC", "NFKD" -> {
                Normalizer.Form form = Normalizer.Form.valueOf(type);
                yield text -> UnicodeForm.of(text, form);
            }
            case "Lowercase" -> SmallLetters::each;
            case "Replace" ->
                replace(pattern(node.path("pattern")), node.path("content").asText());
            default -> throw new IllegalArgumentException("its normalizer \"" + type + "\" is not known here");
        };
    }

    /** {@code {"Regex": ...}} or {@code {"String": ...}}. */
    static Pattern pattern(JsonNode node) {
        return node.has("String")
                ? Pattern.compile(node.path("String").asText(), Pattern.LITERAL)
                : Pattern.compile(node.path("Regex").asText(), Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static UnaryOperator<String> sequence(JsonNode nodes) {
        UnaryOperator<String> all = text -> text;
        for (JsonNode node : nodes) {
            UnaryOperator<String> before = all;
            UnaryOperator<String> next = of(node);
            all = text -> next.apply(before.apply(text));
        }
        return all;
    }

    private static UnaryOperator<String> replace(Pattern pattern, String content) {
        String literal = Matcher.quoteReplacement(content);
        return text -> pattern.matcher(text).replaceAll(literal);
    }
}
