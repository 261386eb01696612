package io.millrace.run.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {

    private static final String FULL = "No space left on device";

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "12"})
    void shouldChangeNothingWhenAllArrives(int code) {
        StandardOutput output = install(written);
        System.out.println("all");

        assertThat(output.code(code)).isEqualTo(code);
        assertThat(written.toString(UTF_8)).isEqualTo("all\n");
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    /** What went wrong besides has been said, and is the more important. */
    @ParameterizedTest
    @CsvSource({"0, 74", "3, 74", "4, 4", "69, 69", "75, 75"})
    void shouldSayThatNotAllArrives(int code, int ends) {
        StandardOutput output = install(failing(FULL));
        System.out.println("lost");

        assertThat(output.code(code)).isEqualTo(ends);
        assertThat(said.toString(UTF_8))
                .isEqualTo(code == ends ? "" : "standard output cannot be written: " + FULL + "\n");
    }

    @Test
    void shouldBeQuietWhenTheReaderHasSeenEnough() {
        StandardOutput output = install(failing("Broken pipe"));
        System.out.println("unread");

        assertThat(output.code(0)).isEqualTo(141);
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    @Test
    void shouldNotGoOnWithALongAnswerThatDoesNotArrive() {
        install(failing(FULL));

        assertThatThrownBy(() -> StandardOutput.stream().write(new byte[10_000]))
                .isInstanceOf(StandardOutput.Unwritable.class);
    }

    private static StandardOutput install(OutputStream to) {
        StandardOutput output = new StandardOutput(to);
        System.setOut(new PrintStream(output, true, UTF_8));
        return output;
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {

            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
