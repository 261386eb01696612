package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOError;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailingTest {

    /** A step cannot throw what ends the run but as an error. */
    @Test
    void shouldTakeWhatAStepCouldNotWriteForTheDisksFailure() {
        Failing failing = Failing.of(new IOError(new IOException("cannot write /x: no space left on its disk")));

        assertThat(failing.code()).isEqualTo(ExitCode.IO);
        assertThat(failing.message()).isEqualTo("cannot write /x: no space left on its disk");
    }
}
