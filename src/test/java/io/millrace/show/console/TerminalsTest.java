package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalsTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', de_DE.UTF-8, true",
        "'', '', en_US.utf8, true",
        "C, '', en_US.UTF-8, false",
        "'', POSIX, en_US.UTF-8, false",
        "C.UTF-8, C, C, true",
        "'', '', de_DE.ISO-8859-1, false",
        "'', '', '', false"
    })
    void shouldFollowTheLocale(String all, String type, String lang, boolean unicode) {
        assertThat(of(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang)).unicode())
                .isEqualTo(unicode);
    }

    @Test
    void shouldUseNoColoursWhenNoColorIsSetToAnything() {
        assertThat(of(Map.of()).colour()).isTrue();
        assertThat(of(Map.of("NO_COLOR", "")).colour()).isTrue();
        assertThat(of(Map.of("NO_COLOR", "0")).colour()).isFalse();
    }

    @Test
    void shouldSayWhyNothingCanBeDrawn() {
        assertThat(of(Map.of("TERM", "xterm")).obstacleToKeys()).isNull();
        assertThat(of(Map.of("TERM", "dumb")).obstacle()).isEqualTo("TERM is 'dumb'");
        assertThat(of(Map.of()).obstacle()).isEqualTo("TERM is ''");
        assertThat(new Terminals(true, false, Map.of("TERM", "xterm")).obstacle())
                .isEqualTo("standard error is not a terminal");
        assertThat(new Terminals(false, true, Map.of("TERM", "xterm")).obstacle())
                .isNull();
        assertThat(new Terminals(false, true, Map.of("TERM", "xterm")).obstacleToKeys())
                .isEqualTo("standard input is not a terminal");
    }

    private static Terminals of(Map<String, String> environment) {
        return new Terminals(true, true, environment);
    }
}
