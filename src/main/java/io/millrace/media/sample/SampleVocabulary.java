package io.millrace.media.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.media.text.BytePairs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a small {@code tokenizer.json} of CLIP's form, for the demo and for tests: 256 bytes, the same at the end of a
 * word, and the merges that make the words of a few texts one piece each. No model knows its ids.
 */
public final class SampleVocabulary {

    private static final Pattern WORD = Pattern.compile("[a-z]{2,}");

    /** A vocabulary of the kind without its pieces. */
    private static final String FORM =
            """
            {"added_tokens": [
                {"id": 49406, "content": "<|startoftext|>"},
                {"id": 49407, "content": "<|endoftext|>"}],
             "normalizer": {"type": "Sequence", "normalizers": [
                {"type": "NFC"},
                {"type": "Replace", "content": " ", "pattern": {"Regex": "\\\\s+"}},
                {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
                    "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d|\
            [\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
                {"type": "ByteLevel", "add_prefix_space": false}]},
             "model": {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": {}, "merges": []}}
            """;

    private SampleVocabulary() {}

    /** The content of a {@code tokenizer.json}; the same texts give the same bytes. */
    public static byte[] json(List<String> texts) {
        ObjectMapper json = new ObjectMapper();
        try {
            JsonNode root = json.readTree(FORM);
            fill((ObjectNode) root.path("model"), merges(texts));
            return json.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory could not be written", e);
        }
    }

    private static void fill(ObjectNode model, Set<String> merges) {
        BytePairs.ids(merges).forEach(((ObjectNode) model.path("vocab"))::put);
        merges.forEach(((ArrayNode) model.path("merges"))::add);
    }

    /** {@code d o, do g</w>} for a dog. */
    private static Set<String> merges(List<String> texts) {
        Set<String> merges = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
            while (word.find()) {
                String letters = word.group();
                for (int i = 1; i < letters.length(); i++) {
                    String end = i == letters.length() - 1 ? BytePairs.END_OF_WORD : "";
                    merges.add(letters.substring(0, i) + " " + letters.charAt(i) + end);
                }
            }
        }
        return merges;
    }
}
