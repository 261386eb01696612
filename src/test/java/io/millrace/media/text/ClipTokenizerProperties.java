package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ClipTokenizerProperties {

    private static final ClipTokenizer OPEN_AI = small(true);
    private static final ClipTokenizer HUGGING_FACE = small(false);

    @Property
    void shouldGive77IdsWhateverTheTextIs(@ForAll("texts") String text) {
        check(OPEN_AI.encode(text));
        check(HUGGING_FACE.encode(text));
    }

    /** What is quadratic takes a minute here, and what recurses for each character overflows. */
    @Property(tries = 50)
    void shouldGive77IdsInTimeWhenATextRepeatsItselfForLong(@ForAll("repeated") String text) {
        long begun = System.nanoTime();
        check(OPEN_AI.encode(text));
        check(HUGGING_FACE.encode(text));
        assertThat((System.nanoTime() - begun) / 1_000_000_000).as("seconds").isLessThan(15);
    }

    @Property
    void shouldMakeSmallLettersAsTheJdkDoesButForSigma(@ForAll("texts") String text) {
        String other = text.replace('\u03a3', 's');
        assertThat(SmallLetters.whole(other)).isEqualTo(other.toLowerCase(Locale.ROOT));
        assertThat(SmallLetters.each(other)).isEqualTo(other.toLowerCase(Locale.ROOT));
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

    /** A few characters of the kinds that are mended, composed, joined or bent, as often as fill 70,000. */
    @Provide
    Arbitrary<String> repeated() {
        Arbitrary<String> kinds = Arbitraries.of(
                "\u03a3",
                "'",
                "\u0301",
                "\u0323",
                "\u0345",
                "\u0334",
                "\u00c3",
                "\u00a9",
                "\u00e2",
                "\u20ac",
                "\u2122",
                "\u0080",
                "\u009f",
                "\u0085",
                "&",
                "amp;",
                "&#x301;",
                "&lt;",
                "<",
                "\n",
                "\r",
                " ",
                "\u0000",
                "\u001b[",
                "\u001c",
                "1",
                "a",
                "dog",
                "\uff04",
                "\uff3c",
                "\uff21",
                "\ufb03",
                "\u0132",
                "\u0130",
                "\u200d",
                "\ufe0f",
                "\ud83d\udc68",
                "\ud83c\udffd",
                "\ud800",
                "\udc00",
                "\u202e",
                "\u05e9",
                "\u0645",
                "\u1100",
                "\u1161",
                "\u0915\u094d",
                "\u0f71",
                "\ufdfa",
                "$1",
                "\\",
                "<|startoftext|>",
                "<|endoftext|>",
                "\ufeff",
                "\ufffd");
        Arbitrary<String> any = Arbitraries.chars().all().map(String::valueOf);
        return Arbitraries.frequencyOf(Tuple.of(4, kinds), Tuple.of(1, any))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(units -> String.join("", units))
                .map(unit -> unit.repeat(70_000 / unit.length()));
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
