package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class IdTableProperties {

    @Property(tries = 10)
    void shouldNumberIdsInTheOrderTheyCome(@ForAll long seed) {
        IdTable table = new IdTable();
        Random random = new Random(seed);
        for (int i = 0; i < 40_000; i++) {
            long low = random.nextLong();
            assertThat(table.find(low, i)).isEqualTo(-1);
            assertThat(table.add(low, i)).isEqualTo(i);
        }
        Random again = new Random(seed);
        for (int i = 0; i < 40_000; i++) {
            assertThat(table.find(again.nextLong(), i)).isEqualTo(i);
        }
        assertThat(table.size()).isEqualTo(40_000);
    }

    @Example
    void shouldTellIdsApartThatShareOneHalf() {
        IdTable table = new IdTable();
        table.add(7, 1);
        table.add(7, 2);
        table.add(0, 0);
        assertThat(table.find(7, 2)).isEqualTo(1);
        assertThat(table.find(0, 0)).isEqualTo(2);
        assertThat(table.find(7, 3)).isEqualTo(-1);
    }
}
