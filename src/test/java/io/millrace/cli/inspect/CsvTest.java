package io.millrace.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void shouldQuoteWhatWouldEndACell() {
        assertThat(Csv.line("plain", "a,b", "say \"a\"", 7, -0.5, null, ""))
                .isEqualTo("plain,\"a,b\",\"say \"\"a\"\"\",7,-0.5,,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\uff1dcmd"})
    void shouldNotLetASpreadsheetTakeATextForAFormula(String text) {
        assertThat(Csv.line(text, 1)).isEqualTo("\"'" + text + "\",1");
    }

    @Test
    void shouldLeaveNoCellThatBeginsWithATabOrALineEnd() {
        assertThat(Csv.line("\t=1", "\r=1", "\n=1")).isEqualTo("\\u0009=1,\\u000d=1,\\u000a=1");
    }

    @Test
    void shouldEscapeWhatATerminalObeys() {
        assertThat(Csv.line("a\u001b]0;x\u0007", "b\u202ec")).isEqualTo("a\\u001b]0;x\\u0007,b\\u202ec");
    }
}
