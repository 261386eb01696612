package io.millrace.media.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Hugging Face {@code tokenizer.json} of CLIP's form. Any other form is refused, lest it give ids nobody meant. */
final class HuggingFaceVocabulary {

    /** CLIP's have some 250,000. Each becomes an object. */
    private static final int MOST_TOKENS = 2_000_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
            .build());

    private final JsonNode root;
    private final JsonNode model;
    private final Map<String, Integer> ids = new HashMap<>();

    private HuggingFaceVocabulary(JsonNode root) {
        this.root = root;
        this.model = root.path("model");
    }

    static boolean isOne(String content) {
        return content.stripLeading().startsWith("{");
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    static ClipTokenizer read(String content) {
        try {
            return new HuggingFaceVocabulary(JSON.readTree(content)).tokenizer();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "its JSON breaks off, is malformed or is far too much: " + e.getOriginalMessage(), e);
        }
    }

    private ClipTokenizer tokenizer() {
        requireModel();
        model.path("vocab")
                .properties()
                .forEach(piece -> ids.put(piece.getKey(), piece.getValue().asInt()));
        Map<String, Integer> added = new HashMap<>();
        root.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("content").asText(), token.path("id").asInt()));
        ids.putAll(added);
        requireId(ClipTokenizer.BEGIN_WORD, ClipTokenizer.BEGIN);
        requireId(ClipTokenizer.END_WORD, ClipTokenizer.END);
        HuggingFaceRules rules =
                new HuggingFaceRules(added(false), TextNormalizers.of(root.path("normalizer")), added(true), word());
        return new ClipTokenizer(rules, new BytePairs(ids, merges()), added);
    }

    private void requireModel() {
        require(model.path("type").asText("BPE").equals("BPE") && model.has("merges"), "its model is not BPE");
        String end = model.path("end_of_word_suffix").asText("");
        require(end.equals(BytePairs.END_OF_WORD), "its words do not end with " + BytePairs.END_OF_WORD);
        require(model.path("continuing_subword_prefix").asText("").matches("|null"), "its pieces have a prefix");
    }

    private void requireId(String word, int id) {
        Integer found = ids.get(word);
        require(found != null && found == id, word + " is " + (found == null ? "missing" : found) + ", not " + id);
    }

    /** "left right", or in newer files two strings. */
    private List<String> merges() {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return merges;
    }

    /** Added words that are looked for before ({@code false}) or after normalising, as one pattern. */
    private Pattern added(boolean normalized) {
        List<String> words = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            require(!token.path("single_word").asBoolean(), "it has added tokens of the kind single_word");
            if (token.path("normalized").asBoolean() == normalized) {
                words.add(token.path("content").asText());
            }
        }
        words.removeIf(String::isEmpty);
        words.sort(Comparator.comparingInt(String::length).reversed());
        return words.isEmpty()
                ? null
                : Pattern.compile(words.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** What CLIP's pre-tokenizer keeps: a pattern's finds, as bytes. */
    private Pattern word() {
        JsonNode steps = root.path("pre_tokenizer").path("pretokenizers");
        JsonNode split = steps.path(0);
        JsonNode bytes = steps.path(1);
        boolean known = steps.size() == 2
                && split.path("type").asText().equals("Split")
                && split.path("behavior").asText().equals("Removed")
                && split.path("invert").asBoolean()
                && bytes.path("type").asText().equals("ByteLevel")
                && !bytes.path("add_prefix_space").asBoolean()
                && bytes.path("use_regex").asBoolean(true);
        require(known, "its pre_tokenizer is not CLIP's (Split, then ByteLevel)");
        return TextNormalizers.pattern(split.path("pattern"));
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
