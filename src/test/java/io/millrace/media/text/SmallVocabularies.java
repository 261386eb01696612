package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Vocabularies of CLIP's form that know four merges. */
final class SmallVocabularies {

    /** In both: the best first. */
    static final List<String> MERGES = List.of("d o", "do g</w>", "c a", "ca t</w>");

    private SmallVocabularies() {}

    /** The first merge has id 512. A real file has as many merges: the rest are pairs of bytes, the worst last. */
    static byte[] openAi() throws IOException {
        StringBuilder text = new StringBuilder("#version: 0.2\n");
        MERGES.forEach(merge -> text.append(merge).append('\n'));
        for (int i = MERGES.size(); i < 48_894; i++) {
            text.append(filler(i)).append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.toString().getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Two bytes at the end of a word, the second from 0xff down to 0x40: no letters that the tests use. */
    private static String filler(int i) {
        return ByteAlphabet.letter(255 - i % 256) + " " + ByteAlphabet.letter(255 - i / 256) + BytePairs.END_OF_WORD;
    }

    /** Pieces of one byte have its number, at the end of a word 256 more; the merges follow. */
    static Map<String, Object> huggingFace() {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        for (int b = 0; b < 256; b++) {
            vocabulary.put("" + ByteAlphabet.letter(b), b);
            vocabulary.put(ByteAlphabet.letter(b) + BytePairs.END_OF_WORD, 256 + b);
        }
        MERGES.forEach(merge -> vocabulary.put(merge.replace(" ", ""), vocabulary.size()));
        vocabulary.put(ClipTokenizer.BEGIN_WORD, 49_406);
        vocabulary.put(ClipTokenizer.END_WORD, 49_407);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "added_tokens", List.of(added(49_406, "<|startoftext|>", true), added(49_407, "<|endoftext|>", false)));
        root.put("normalizer", Map.of("type", "Sequence", "normalizers", normalizers()));
        root.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", List.of(split(), byteLevel())));
        root.put(
                "model",
                new LinkedHashMap<>(
                        Map.of("type", "BPE", "end_of_word_suffix", "</w>", "vocab", vocabulary, "merges", MERGES)));
        return root;
    }

    private static List<Object> normalizers() {
        List<Object> all = new ArrayList<>();
        all.add(Map.of("type", "NFC"));
        all.add(Map.of("type", "Replace", "pattern", Map.of("Regex", "\\s+"), "content", " "));
        all.add(Map.of("type", "Lowercase"));
        return all;
    }

    private static Map<String, Object> added(int id, String content, boolean normalized) {
        return Map.of("id", id, "content", content, "normalized", normalized);
    }

    private static Map<String, Object> split() {
        String pattern =
                "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
        return Map.of("type", "Split", "pattern", Map.of("Regex", pattern), "behavior", "Removed", "invert", true);
    }

    private static Map<String, Object> byteLevel() {
        return Map.of("type", "ByteLevel", "add_prefix_space", false);
    }

    static byte[] json(Map<String, Object> root) throws IOException {
        return new ObjectMapper().writeValueAsBytes(root);
    }

    static ClipTokenizer tokenizer(Path file, byte[] content) throws Exception {
        TokenizerFile opened = new TokenizerFile(Files.write(file, content));
        opened.open();
        return opened.tokenizer();
    }
}
