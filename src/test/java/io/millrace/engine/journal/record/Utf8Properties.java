package io.millrace.engine.journal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class Utf8Properties {

    @Property
    void shouldEncodeAsTheJdkDoes(@ForAll("texts") String text) {
        assertThat(encoded(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @Example
    void shouldEncodeEveryChar() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = String.valueOf((char) c);
            assertThat(encoded(text)).isEqualTo(text.getBytes(UTF_8));
        }
    }

    /** Halves of pairs included, alone and in the wrong order. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> chars = Arbitraries.oneOf(
                Arbitraries.chars().all(),
                Arbitraries.chars().range('a', 'z'),
                Arbitraries.of('\ud83d', '\ude00', '\udbff', '\udfff'));
        return chars.list().ofMaxSize(40).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
    }

    private static byte[] encoded(String text) {
        byte[] bytes = new byte[1 + text.length() * Utf8.MAX_BYTES_PER_CHAR];
        return Arrays.copyOfRange(bytes, 1, Utf8.put(text, bytes, 1));
    }
}
