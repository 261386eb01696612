package io.millrace.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Fixtures;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Ids that others' tests and tokenizers give, for both families. */
class TokenFixturesTest {

    private static final long END = 49_407;

    @Test
    void shouldGiveTheIdsOfOpenAiWhenTheVocabularyIsOpenAis() throws Exception {
        check(tokenizer("text/bpe_simple_vocab_16e6.txt.gz"), "reference_openai", "ids_openai", 92);
    }

    @Test
    void shouldGiveTheIdsOfHuggingFaceWhenTheVocabularyIsItsJson() throws Exception {
        check(tokenizer("text/clip_tokenizer.json"), "reference_tokenizer_json", "ids_tokenizer_json", 93);
    }

    /** The control character is none of OpenAI's ids: its library removes it. */
    @Test
    void shouldDropControlCharactersWhenTheVocabularyIsOpenAis() throws Exception {
        assertThat(tokenizer("text/bpe_simple_vocab_16e6.txt.gz").encode("1\u00002\ufffd3"))
                .startsWith(49406, 272, 273, 39802, 274, END, 0);
    }

    /** A control of Latin-1 for one family, white space for the other. */
    @Test
    void shouldReadTheNextLineCharacterAsItsFamilyDoes() throws Exception {
        assertThat(tokenizer("text/clip_tokenizer.json").encode("a\u0085b")).startsWith(49406, 320, 321, END);
        ClipTokenizer openAi = tokenizer("text/bpe_simple_vocab_16e6.txt.gz");
        assertThat(openAi.encode("a\u0085b")).isEqualTo(openAi.encode("a\u2026b"));
    }

    private static ClipTokenizer tokenizer(String file) throws Exception {
        Path path = Fixtures.path(file);
        TokenizerFile opened = new TokenizerFile(path);
        opened.open();
        return opened.tokenizer();
    }

    private static void check(ClipTokenizer tokenizer, String holds, String own, int least) throws Exception {
        JsonNode pairs = new ObjectMapper()
                .readTree(Fixtures.path("text/token_pairs.json").toFile())
                .path("pairs");
        SoftAssertions all = new SoftAssertions();
        int checked = 0;
        for (JsonNode pair : pairs) {
            JsonNode ids = pair.has(own) ? pair.path(own) : pair.path("ids");
            if (pair.has(own) || pair.path(holds).asBoolean()) {
                String text = pair.path("text").asText();
                all.assertThat(tokenizer.encode(text)).as(text).isEqualTo(fitted(ids));
                checked++;
            }
        }
        all.assertThat(checked).isGreaterThanOrEqualTo(least);
        all.assertAll();
    }

    private static long[] fitted(JsonNode ids) {
        long[] fitted = new long[77];
        for (int i = 0; i < Math.min(77, ids.size()); i++) {
            fitted[i] = ids.path(i).asLong();
        }
        if (ids.size() > 77) {
            fitted[76] = END;
        }
        return fitted;
    }
}
