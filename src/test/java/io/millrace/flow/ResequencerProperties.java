package io.millrace.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any order in, ordinal order out, each as soon as it can. */
class ResequencerProperties {

    @Property
    void shouldGiveEverythingInOrderAsSoonAsItCan(
            @ForAll long seed, @ForAll @IntRange(max = 200) int count, @ForAll @IntRange(max = 1000) int first) {
        List<Long> ordinals = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            ordinals.add(first + i);
        }
        Collections.shuffle(ordinals, new Random(seed));
        Resequencer<String> resequencer = new Resequencer<>(first);
        List<String> out = new ArrayList<>();
        boolean[] seen = new boolean[count];
        for (int put = 0; put < count; put++) {
            seen[(int) (ordinals.get(put) - first)] = true;
            resequencer.put(ordinals.get(put), "e" + ordinals.get(put));
            for (String next; (next = resequencer.poll()) != null; ) {
                assertThat(next).isEqualTo("e" + (first + out.size()));
                out.add(next);
            }
            assertThat(out).hasSize(leading(seen));
            assertThat(resequencer.waiting()).isEqualTo(put + 1 - out.size());
        }
        assertThat(out).hasSize(count);
    }

    @Property
    void shouldRefuseAnOrdinalThatCameBefore(@ForAll @IntRange(max = 20) int ordinal) {
        Resequencer<String> resequencer = new Resequencer<>(0);
        resequencer.put(ordinal, "once");
        assertThatThrownBy(() -> resequencer.put(ordinal, "twice"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ordinal " + ordinal);
    }

    private static int leading(boolean[] seen) {
        int count = 0;
        while (count < seen.length && seen[count]) {
            count++;
        }
        return count;
    }
}
