package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.show.FailureGroup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

    @Test
    void shouldLineUpWhatItHolds() {
        ErrorTable table = new ErrorTable(List.of(
                new FailureGroup("CorruptVideo", "decode", ".mp4", 1200, "a/0412.mp4", "moov atom not found"),
                new FailureGroup("MissingInput", "source", "", 3, "gone", "there is no file gone")
                        .and(new FailureGroup("MissingInput", "source", "", 1, "also", "there is no file also"))));

        assertThat(table.text())
                .isEqualTo(
                        """
                          ITEMS  CAUSE         STAGE   FILES  FIRST OF THEM
                          1,200  CorruptVideo  decode  .mp4   a/0412.mp4: moov atom not found
                              4  MissingInput  source  -      gone: there is no file gone
                        """);
    }

    @Test
    void shouldNotFillTheScreenWithRareKinds() {
        List<FailureGroup> many = IntStream.range(0, 100)
                .mapToObj(i -> new FailureGroup("A", "b", "." + i, 1, "c", "d"))
                .toList();

        assertThat(new ErrorTable(many).text()).hasLineCount(42).endsWith("  and 60 kinds more, less frequent\n");
    }

    /** Names come from the input. */
    @Test
    void shouldNotLetNamesMoveTheCursor() {
        ErrorTable table = new ErrorTable(List.of(new FailureGroup("A", "b", ".\u001b[", 1, "c\n", "d\r")));

        assertThat(table.text())
                .hasLineCount(2)
                .contains(".\\u001b[", "c\\u000a: d\\u000d")
                .doesNotContain("\u001b", "\r");
    }
}
