package io.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ForeignTextProperties {

    @Property
    void shouldShowNothingThatIsNotSeen(@ForAll String text) {
        assertThat(ForeignText.line(text).codePoints()).allMatch(ForeignText::isSeen);
    }
}
