package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Fault;
import org.junit.jupiter.api.Test;

class FailedLineTest {

    @Test
    void shouldSayWhatFailedAndWhy() {
        assertThat(new FailedLine("a/0412.mp4", Fault.of("CorruptVideo", "moov atom not found")).text())
                .isEqualTo("failed  a/0412.mp4  CorruptVideo: moov atom not found");
    }

    @Test
    void shouldStayOnItsLineWhenNamesHoldControlCharacters() {
        Fault fault = Fault.of("MissingInput", "there is no file a\u001b[31m\r.mp4");

        assertThat(new FailedLine("a\u001b[31m\r.mp4", fault).text())
                .isEqualTo("failed  a\\u001b[31m\\u000d.mp4  MissingInput: there is no file a\\u001b[31m\\u000d.mp4");
    }
}
