package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailingTest {

    /** A step cannot throw what ends the run but as an error. */
    @Test
    void shouldTakeWhatAStepCouldNotWriteForTheDisksFailure() {
        Failing failing = Failing.of(new IOError(new IOException("cannot write /x: no space left on its disk")));

        assertThat(failing.code()).isEqualTo(ExitCode.IO);
        assertThat(failing.message()).isEqualTo("cannot write /x: no space left on its disk");
    }

    /** Not an error of the program, and nothing that a larger heap would mend. */
    @Test
    void shouldNameTheLimitThatWasMet() {
        Failing files = Failing.of(
                new IllegalStateException("lock", new FileSystemException("/x", null, "Too many open files")));
        assertThat(files.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(files.message()).contains("ulimit -n").doesNotContain("internal error");

        Failing threads = Failing.of(new OutOfMemoryError("unable to create native thread: possibly out of memory"));
        assertThat(threads.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(threads.message()).contains("ulimit -u").doesNotContain("heap");

        Failing size = Failing.of(new FileSystemException("/x", null, "File too large"));
        assertThat(size.code()).isEqualTo(ExitCode.IO);
        assertThat(size.message()).startsWith("cannot write /x: File too large; ");

        Failing space = Failing.of(new IOException("cannot write /x: No space left on device"));
        assertThat(space).isEqualTo(new Failing(ExitCode.IO, "cannot write /x: No space left on device"));

        Failing heap = Failing.of(new OutOfMemoryError("Java heap space"));
        assertThat(heap.code()).isEqualTo(ExitCode.INTERNAL);
        assertThat(heap.message()).contains("heap is too small", "--memory");
    }

    /** A sentence may have been made of the system's words already. */
    @Test
    void shouldNameTheLimitBehindARefusal() {
        Failing open = Failing.of(new Refusal(ExitCode.IO, "cannot open the journal in o: Too many open files"));
        assertThat(open.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(open.message())
                .startsWith("cannot open the journal in o: Too many open files; ")
                .contains("ulimit -n");

        Failing other = Failing.of(new Refusal(ExitCode.LOCKED, "another process holds o"));
        assertThat(other).isEqualTo(new Failing(ExitCode.LOCKED, "another process holds o"));
    }
}
