package io.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/0412.mp4", "m\u00fchle", "\u0645\u062b\u0627\u0644", "\ud83d\udc36 dog", "back\\slash"})
    void shouldLeaveWhatCanBeSeen(String text) {
        assertThat(ForeignText.line(text)).isEqualTo(text);
    }

    @Test
    void shouldEscapeWhatATerminalObeysAndWhatTurnsText() {
        assertThat(ForeignText.line("a\u001b[31m\r\nb\tc\u007f\u009b2J"))
                .isEqualTo("a\\u001b[31m\\u000d\\u000ab\\u0009c\\u007f\\u009b2J");
        assertThat(ForeignText.line("gpj.\u202eexe\u2066\u061c\u200f\u2028\u2029\ufeff"))
                .isEqualTo("gpj.\\u202eexe\\u2066\\u061c\\u200f\\u2028\\u2029\\ufeff");
        assertThat(ForeignText.line("lone \ud800")).isEqualTo("lone \\ud800");
    }

    @Test
    void shouldKeepLineEndsWhereThereMayBeSome() {
        assertThat(ForeignText.lines("first\nsecond\r\u001b[A")).isEqualTo("first\nsecond\\u000d\\u001b[A");
    }
}
