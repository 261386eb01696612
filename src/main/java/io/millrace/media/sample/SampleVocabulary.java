package io.millrace.media.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.media.text.ByteAlphabet;
import io.millrace.media.text.BytePairs;
import io.millrace.media.text.ClipTokenizer;
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

    private static final String CLIP_WORD =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]" + "|[^\\s\\p{L}\\p{N}]+";

    private SampleVocabulary() {}

    /** The content of a {@code tokenizer.json}; the same texts give the same bytes. */
    public static byte[] json(List<String> texts) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        special(root.putArray("added_tokens"));
        normalizers(root.putObject("normalizer").put("type", "Sequence").putArray("normalizers"));
        steps(root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers"));
        model(
                root.putObject("model").put("type", "BPE").put("end_of_word_suffix", BytePairs.END_OF_WORD),
                merges(texts));
        try {
            return json.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory could not be written", e);
        }
    }

    private static void special(ArrayNode words) {
        words.addObject().put("id", ClipTokenizer.BEGIN).put("content", ClipTokenizer.BEGIN_WORD);
        words.addObject().put("id", ClipTokenizer.END).put("content", ClipTokenizer.END_WORD);
    }

    private static void normalizers(ArrayNode all) {
        all.addObject().put("type", "NFC");
        all.addObject()
                .put("type", "Replace")
                .put("content", " ")
                .putObject("pattern")
                .put("Regex", "\\s+");
        all.addObject().put("type", "Lowercase");
    }

    private static void steps(ArrayNode all) {
        ObjectNode split = all.addObject().put("type", "Split");
        split.put("behavior", "Removed")
                .put("invert", true)
                .putObject("pattern")
                .put("Regex", CLIP_WORD);
        all.addObject().put("type", "ByteLevel").put("add_prefix_space", false);
    }

    private static void model(ObjectNode model, Set<String> merges) {
        ObjectNode ids = model.putObject("vocab");
        for (int i = 0; i < 256; i++) {
            ids.put(String.valueOf(ByteAlphabet.inOrder(i)), i);
        }
        for (int i = 0; i < 256; i++) {
            ids.put(ByteAlphabet.inOrder(i) + BytePairs.END_OF_WORD, 256 + i);
        }
        ArrayNode list = model.putArray("merges");
        for (String merge : merges) {
            ids.put(merge.replace(" ", ""), ids.size());
            list.add(merge);
        }
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
