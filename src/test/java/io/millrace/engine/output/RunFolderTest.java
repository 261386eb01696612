package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 10, 51, 2);

    @TempDir
    Path output;

    @Test
    void shouldNameRunAfterTheTimeAndStayUniqueWhenTaken() throws Exception {
        try (RunFolder first = RunFolder.create(output, NOW);
                RunFolder second = RunFolder.create(output, NOW);
                RunFolder third = RunFolder.create(output, NOW)) {
            assertThat(first.run()).isEqualTo("20261120-105102");
            assertThat(second.run()).isEqualTo("20261120-105102-2");
            assertThat(third.run()).isEqualTo("20261120-105102-3");
            assertThat(third.folder()).isDirectory();
        }
    }

    @Test
    void shouldBeLatestOnlyWhenBegun() throws Exception {
        assertThat(RunFolder.latest(output)).isNull();
        try (RunFolder run = RunFolder.create(output, NOW);
                RunFolder refused = RunFolder.create(output, NOW)) {
            run.begin("job = clips");
            assertThat(run.hasBegun()).isTrue();
            assertThat(refused.hasBegun()).isFalse();
            refused.discard();
            assertThat(RunFolder.latest(output)).isEqualTo(run.folder());
            assertThat(refused.folder()).doesNotExist();
        }
        assertThat(output.resolve(".millrace/runs/latest")).hasContent("20261120-105102");
    }

    @Test
    void shouldHaveFailureInTheFileAtOnce() throws Exception {
        try (RunFolder run = RunFolder.create(output, NOW)) {
            run.failure(
                    new ItemId("a/b"),
                    "a \"b\".mp4",
                    Fault.of("CorruptVideo", "no frames").in("decode"),
                    2);
            run.failure(new ItemId("c"), "c.mp4", Fault.of("TooLarge", "\u00fc"), 1);
            assertThat(Files.readAllLines(run.failures()))
                    .containsExactly(
                            "{\"id\":\"a/b\",\"source\":\"a \\\"b\\\".mp4\",\"class\":\"CorruptVideo\",\"stage\":\"decode\",\"message\":\"no frames\",\"attempt\":2}",
                            "{\"id\":\"c\",\"source\":\"c.mp4\",\"class\":\"TooLarge\",\"stage\":\"\",\"message\":\"\u00fc\",\"attempt\":1}");
        }
    }
}
