package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.engine.metrics.Status;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StatusJsonProperties {

    @Property(tries = 300)
    void whatIsReadIsWhatWasWritten(@ForAll long seed) {
        Status status = RandomStatus.of(seed, "ab\u001b\n\"\\ä東\uD83D\uDE00\u2028");

        String text = StatusJson.text(status);

        assertThat(StatusJson.of(text)).isEqualTo(status);
        assertThat(US_ASCII.newEncoder().canEncode(text)).isTrue();
        assertThat(text).doesNotContain("\n", "\r", "\u001b");
    }

    @Example
    void aNewerRunIsUnderstood() {
        String text = StatusJson.text(Screens.base());

        assertThat(StatusJson.of(text.replaceFirst("\\{", "{\"mood\":\"good\",")))
                .isEqualTo(Screens.base());
    }

    @Example
    void whatIsNoSnapshotIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusJson.of("{\"job\":"))
                .withMessageStartingWith("this is no snapshot: ");
    }
}
