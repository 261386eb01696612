package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameSizeTest {

    @Test
    void shouldReadHeightFirst() {
        assertThat(FrameSize.parse("160x256")).isEqualTo(new FrameSize(160, 256));
        assertThat(FrameSize.parse("160x256")).hasToString("160x256");
    }

    @Test
    void shouldSayTheFormWhenItIsNoSize() {
        for (String text : new String[] {"", "160", "160*256", "-1x3", "axb", "1x2x3"}) {
            assertThatThrownBy(() -> FrameSize.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("160x256");
        }
    }

    @Test
    void shouldSayTheLimitsWhenASideIsOutOfThem() {
        assertThatThrownBy(() -> FrameSize.parse("0x256")).hasMessageContaining("16384");
        assertThatThrownBy(() -> FrameSize.parse("160x99999")).hasMessageContaining("16384");
    }
}
