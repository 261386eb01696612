package io.millrace.stage.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ClipTokenizerProperties {

    private static final ClipTokenizer OPEN_AI = small(true);
    private static final ClipTokenizer HUGGING_FACE = small(false);

    @Property
    void shouldGive77IdsWhateverTheTextIs(@ForAll("texts") String text) {
        check(OPEN_AI.encode(text));
        check(HUGGING_FACE.encode(text));
    }

    @Property(tries = 200)
    void shouldMendWhatWindows1252MadeOfAText(@ForAll("western") String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        StringBuilder misread = new StringBuilder();
        for (byte b : utf8) {
            int c = b & 0xff;
            misread.append(c >= 0x80 && c <= 0x9f ? Windows1252.character(c) : (char) c);
        }
        assertThat(Mojibake.mend(misread.toString())).isEqualTo(text);
    }

    /** Halves of characters too. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> any = Arbitraries.chars().all();
        Arbitrary<Character> telling = Arbitraries.of('&', '#', ';', '<', '|', '>', '\'', 's', '\u00c3', '\u00a9', ' ');
        Arbitrary<Character> halves = Arbitraries.chars().range('\ud800', '\udfff');
        return Arbitraries.oneOf(any, telling, halves)
                .list()
                .ofMaxSize(300)
                .map(chars -> chars.stream().collect(StringBuilder::new, StringBuilder::append, StringBuilder::append))
                .map(StringBuilder::toString);
    }

    @Provide
    Arbitrary<String> western() {
        return Arbitraries.strings()
                .withChars("abc xyz\u00e9\u00e8\u00fc\u00f1\u2019\u201c\u201d\u2026")
                .ofMaxLength(40);
    }

    private static void check(long[] ids) {
        assertThat(ids).hasSize(77);
        assertThat(ids[0]).isEqualTo(49_406);
        int last = 76;
        while (ids[last] == 0) {
            last--;
        }
        assertThat(ids[last]).isEqualTo(49_407);
        assertThat(last).isPositive();
    }

    private static ClipTokenizer small(boolean openAi) {
        try {
            Path file = Files.createTempFile("vocabulary", ".test");
            byte[] content =
                    openAi ? SmallVocabularies.openAi() : SmallVocabularies.json(SmallVocabularies.huggingFace());
            try {
                return SmallVocabularies.tokenizer(file, content);
            } finally {
                Files.delete(file);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
