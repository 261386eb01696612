package io.millrace.media.text;

import static io.millrace.media.text.SmallVocabularies.huggingFace;
import static io.millrace.media.text.SmallVocabularies.json;
import static io.millrace.media.text.SmallVocabularies.openAi;
import static io.millrace.media.text.SmallVocabularies.tokenizer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.media.sample.SampleVocabulary;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {

    private static final long BEGIN = 49_406;
    private static final long END = 49_407;
    private static final long DOG = 513;
    private static final long CAT = 515;

    @TempDir
    private Path folder;

    @Test
    void shouldMergeTheBestPairsFirstWhateverTheVocabularysForm() throws Exception {
        assertThat(zipped().encode("Dog CAT"))
                .startsWith(BEGIN, DOG, CAT, END, 0)
                .hasSize(77);
        assertThat(ofJson().encode("Dog CAT"))
                .startsWith(BEGIN, DOG, CAT, END, 0)
                .hasSize(77);
    }

    @Test
    void shouldTellTheFormByTheContentWhenTheNameSaysNothing() throws Exception {
        assertThat(tokenizer(folder.resolve("x.json"), openAi()).encode("dog")).startsWith(BEGIN, DOG, END);
        assertThat(tokenizer(folder.resolve("x.txt.gz"), json(huggingFace())).encode("dog"))
                .startsWith(BEGIN, DOG, END);
    }

    @Test
    void shouldTakeMergesThatAreListsWhenTheFileIsNew() throws Exception {
        Map<String, Object> root = huggingFace();
        model(root)
                .put(
                        "merges",
                        SmallVocabularies.MERGES.stream()
                                .map(pair -> pair.split(" "))
                                .toList());

        assertThat(tokenizer(folder.resolve("t.json"), json(root)).encode("dog"))
                .startsWith(BEGIN, DOG, END);
    }

    @Test
    void shouldEndWithEndWhenTheTextIsTooLong() throws Exception {
        long[] ids = ofJson().encode("dog ".repeat(76));
        assertThat(ids[75]).isEqualTo(DOG);
        assertThat(ids[76]).isEqualTo(END);
        assertThat(ofJson().encode("dog ".repeat(75))).isEqualTo(ids);
    }

    @Test
    void shouldPadWithZerosWhenTheTextIsEmpty() throws Exception {
        long[] ids = zipped().encode(" \n");
        assertThat(ids).startsWith(BEGIN, END);
        assertThat(Arrays.stream(ids).skip(2)).hasSize(75).containsOnly(0L);
    }

    @Test
    void shouldRepairAndUnescapeOnlyWhenTheVocabularyIsOpenAis() throws Exception {
        ClipTokenizer openAi = zipped();
        assertThat(openAi.encode("&amp;amp;")).isEqualTo(openAi.encode("&"));
        assertThat(openAi.encode("caf\u00c3\u00a9 \u201cdog\u201d")).isEqualTo(openAi.encode("caf\u00e9 \"dog\""));
        assertThat(ofJson().encode("&amp;")).isNotEqualTo(ofJson().encode("&"));
    }

    /** The letters before punctuation are bytes of a Chinese character as well. */
    @Test
    void shouldLeaveAccentsBeforePunctuationAlone() {
        for (String text : List.of(
                "caf\u00e9\u2019\u201d", "CAF\u00c9\u2026", "pass\u00e9\u00a0\u2026", "\u00f1\u2019\u2019\u2019")) {
            assertThat(Mojibake.mend(text)).isEqualTo(text);
        }
    }

    @Test
    void shouldMendTextThatWasMisreadTwice() {
        assertThat(Mojibake.mend("caf\u00c3\u0192\u00c2\u00a9 \u732b")).isEqualTo("caf\u00e9 \u732b");
    }

    /** Of what the demo makes. */
    @Test
    void shouldKnowTheWordsOfItsTextsWhenTheVocabularyIsASample() throws Exception {
        byte[] sample = SampleVocabulary.json(List.of("A dog, a catalogue", "The cat"));

        long[] ids = tokenizer(folder.resolve("sample.json"), sample).encode("the dog: cat, a catalogue");

        assertThat(ids[1]).isGreaterThanOrEqualTo(512);
        assertThat(Arrays.stream(ids).limit(9).skip(1)).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(ids[8]).isEqualTo(END);
        assertThat(ids[9]).isZero();
    }

    /** Not as references to a group of a pattern. */
    @Test
    void shouldReadWideDollarsAndBackslashesAsPlainOnesWhenTheVocabularyIsOpenAis() throws Exception {
        assertThat(zipped().encode("\uff04\uff11 \uff3c")).isEqualTo(zipped().encode("$1 \\"));
    }

    @Test
    void shouldMendALongTextThatWasMisread() {
        assertThat(Mojibake.mend("\u00c3\u00a9".repeat(30_000))).isEqualTo("\u00e9".repeat(30_000));
        assertThat(Mojibake.mend("\u00e2\u20ac\u2122".repeat(20_000))).isEqualTo("\u2019".repeat(20_000));
    }

    /** With Greek words as Python has them. */
    @Test
    void shouldEndAWordWithAFinalSigmaOnlyWhenTheVocabularyIsOpenAis() {
        assertThat(SmallLetters.whole(
                        "\u039f\u0394\u039f\u03a3 \u03a3 \u0391'\u03a3! \u0391\u03a3.\u0391 \u0391\u03a3\u0301"))
                .isEqualTo("\u03bf\u03b4\u03bf\u03c2 \u03c3 \u03b1'\u03c2! \u03b1\u03c3.\u03b1 \u03b1\u03c2\u0301");
        assertThat(SmallLetters.each("\u0391\u03a3")).isEqualTo("\u03b1\u03c3");
    }

    @Test
    void shouldCutMarksThatNoLetterHas() {
        String marks = "\u0323".repeat(1024);
        assertThat(UnicodeForm.of("e" + marks + "\u0323\u0301e\u0301", Normalizer.Form.NFC))
                .isEqualTo(Normalizer.normalize("e" + marks + "\u00e9", Normalizer.Form.NFC));
    }

    /** A control for one family, a piece for the other; neither takes it for white space. */
    @Test
    void shouldKeepAFileSeparatorBeforeATextWhenTheVocabularyIsJson() throws Exception {
        assertThat(ofJson().encode(" \u001c dog")).startsWith(BEGIN, 256 + 0x1c, DOG, END);
        assertThat(zipped().encode(" \u001c dog")).startsWith(BEGIN, DOG, END);
    }

    @Test
    void shouldReadHalfACharacterAsAReplacement() throws Exception {
        assertThat(zipped().encode("dog \ud800")).isEqualTo(zipped().encode("dog \ufffd"));
        assertThat(ofJson().encode("dog \udc00")).isEqualTo(ofJson().encode("dog \ufffd"));
    }

    @Test
    void shouldRefuseAFileThatIsMissingWithItsNameAndKey() {
        refused(folder.resolve("none.json"), "there is no such file");
        refused(folder, "it is a folder");
    }

    @Test
    void shouldRefuseAFileThatIsNoVocabulary() throws Exception {
        refused("version https://git-lfs.github.com/spec/v1\n".getBytes(UTF_8), "it begins as neither");
        refused("{\"a\": ".getBytes(UTF_8), "JSON");
        refused("{}".getBytes(UTF_8), "not BPE");
        refused("#version: 0.2\nd o\n".getBytes(UTF_8), "1 merges instead of 48894");
        refused(Arrays.copyOf(openAi(), 1000), "cannot be read");
        refused(new byte[0], "it begins as neither");
    }

    /** A small file that would fill the memory. */
    @Test
    void shouldRefuseAFileThatBecomesTooMuch() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write("#version: 0.2\n".getBytes(UTF_8));
            out.write(new byte[17 << 20]);
        }
        refused(zipped.toByteArray(), "it has more than 16 MiB");
        refused(("{\"a\": [" + "[],".repeat(1_000_000) + "0]}").getBytes(UTF_8), "far too much");
    }

    @Test
    void shouldRefuseJsonThatAsksForWhatIsNotKnown() throws Exception {
        Map<String, Object> normalizer = huggingFace();
        normalizer.put("normalizer", Map.of("type", "BertNormalizer"));
        refused(json(normalizer), "BertNormalizer");
        Map<String, Object> split = huggingFace();
        split.put("pre_tokenizer", Map.of("type", "Whitespace"));
        refused(json(split), "pre_tokenizer");
        Map<String, Object> pieces = huggingFace();
        model(pieces).put("merges", List.of("d o", "x y"));
        refused(json(pieces), "\"xy\" has no id");
        Map<String, Object> ids = huggingFace();
        ids.put("added_tokens", List.of(Map.of("id", 2, "content", "<|endoftext|>")));
        refused(json(ids), "<|endoftext|> is 2, not 49407");
    }

    private ClipTokenizer zipped() throws Exception {
        return tokenizer(folder.resolve("bpe.txt.gz"), openAi());
    }

    private ClipTokenizer ofJson() throws Exception {
        return tokenizer(folder.resolve("tokenizer.json"), json(huggingFace()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> model(Map<String, Object> root) {
        return (Map<String, Object>) root.get("model");
    }

    private void refused(byte[] content, String reason) throws Exception {
        refused(Files.write(folder.resolve("vocabulary"), content), reason);
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> new TokenizerFile(file).open())
                .isInstanceOf(VocabularyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("stages.transform.tokenizer")
                .hasMessageContaining(reason);
    }
}
