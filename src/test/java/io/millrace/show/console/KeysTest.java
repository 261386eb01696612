package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    private final Keys keys = new Keys();

    @Test
    void shouldReadCharactersAndArrows() {
        assertThat(read("j+\u001b[A\u001bOBq")).containsExactly("j", "+", "k", "j", "q");
        assertThat(read("\u001b[5~\u001b[6~\u001b[H\u001b[4~")).containsExactly("page up", "page down", "g", "G");
    }

    @Test
    void shouldPutTogetherWhatComesInTwoReads() {
        assertThat(read("\u001b[")).isEmpty();
        assertThat(read("Ax")).containsExactly("k", "x");
    }

    @Test
    void shouldTakeAnEscapeForTheKeyWhenNothingFollows() {
        assertThat(read("\u001b")).isEmpty();
        assertThat(read("")).containsExactly(Keys.ESCAPE);
        assertThat(read("")).isEmpty();
    }

    @Test
    void shouldLeaveOutKeysThatNobodyKnows() {
        assertThat(read("\u001b[1;5C\u001b[19~p")).containsExactly("p");
        assertThat(read("\u001b[<0;3")).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read("q")).containsExactly("q");
    }

    private List<String> read(String sent) {
        return keys.read(sent.getBytes(ISO_8859_1));
    }
}
