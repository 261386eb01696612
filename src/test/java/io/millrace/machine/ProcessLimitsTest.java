package io.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.machine.ProcessLimits.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLimitsTest {

    @TempDir
    private Path process;

    @Test
    void shouldTellTheLimitsThatHoldNow() throws Exception {
        Files.writeString(
                process.resolve("limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max file size             51200                unlimited            bytes
                Max processes             96365                96365                processes
                Max open files            64                   20000                files
                Max address space         unlimited            unlimited            bytes
                """);
        ProcessLimits limits = new ProcessLimits(process);
        assertThat(limits.get(Limit.OPEN_FILES)).hasValue(64);
        assertThat(limits.get(Limit.PROCESSES)).hasValue(96365);
        assertThat(limits.get(Limit.FILE_BYTES)).hasValue(51200);
        assertThat(limits.get(Limit.ADDRESS_BYTES)).isEmpty();
    }

    @Test
    void shouldKnowNoneWhereTheSystemDoesNotTell() {
        assertThat(new ProcessLimits(process).get(Limit.OPEN_FILES)).isEmpty();
    }
}
