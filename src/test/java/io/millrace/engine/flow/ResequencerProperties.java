package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any order in, the order of numbers out, each as soon as it can. */
class ResequencerProperties {

    @Property
    void shouldGiveEverythingInOrderAsSoonAsItCan(@ForAll long seed, @ForAll @IntRange(max = 200) int count) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(seed));
        Resequencer<String> resequencer = new Resequencer<>();
        List<String> out = new ArrayList<>();
        boolean[] seen = new boolean[count];
        for (int put = 0; put < count; put++) {
            seen[numbers.get(put).intValue()] = true;
            resequencer.put(numbers.get(put), "e" + numbers.get(put));
            for (String next; (next = resequencer.poll()) != null; ) {
                assertThat(next).isEqualTo("e" + out.size());
                out.add(next);
            }
            assertThat(out).hasSize(leading(seen));
            assertThat(resequencer.waiting()).isEqualTo(put + 1 - out.size());
        }
        assertThat(out).hasSize(count);
    }

    @Example
    void shouldRefuseANumberThatCameBefore() {
        Resequencer<String> resequencer = new Resequencer<>();
        resequencer.put(0, "once");
        resequencer.put(2, "early");
        assertThatThrownBy(() -> resequencer.put(0, "twice"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("number 0");
        assertThatThrownBy(() -> resequencer.put(2, "twice")).hasMessageContaining("number 2");
    }

    private static int leading(boolean[] seen) {
        int count = 0;
        while (count < seen.length && seen[count]) {
            count++;
        }
        return count;
    }
}
