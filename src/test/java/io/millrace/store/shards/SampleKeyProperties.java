package io.millrace.store.shards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.ItemId;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class SampleKeyProperties {

    @Property
    void shouldGiveTheIdBackAndHaveNoDots(@ForAll @StringLength(min = 1, max = 40) String text) {
        Assume.that(UTF_8.newEncoder().canEncode(text));
        ItemId id = new ItemId(text);

        String key = SampleKey.of(id);

        assertThat(key).doesNotContain(".").matches("[A-Za-z0-9/_%-]+");
        assertThat(SampleKey.id(key)).isEqualTo(id);
        assertThat(SampleKey.ofMember(key + ".frames.npy")).isEqualTo(key);
    }

    @Example
    void shouldKeepFoldersAndEncodeDots() {
        assertThat(SampleKey.of(new ItemId("part.1/clip.mp4"))).isEqualTo("part%2e1/clip%2emp4");
    }
}
