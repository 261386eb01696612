package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class IdMapProperties {

    private static final int COUNT = 40_000;

    @Property(tries = 10)
    void shouldAgreeWithMapWhateverIsPut(@ForAll long seed) {
        IdMap map = new IdMap();
        Map<Long, Long> model = new HashMap<>();
        Random random = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            long id = random.nextInt(COUNT / 2) * 0x9E3779B97F4A7C15L;
            long value = random.nextLong() >>> (Long.SIZE - IdMap.VALUE_BITS + 1);
            Long before = model.put(id, value);
            assertThat(map.put(id, -id, value)).isEqualTo(before == null ? -1 : before);
        }
        model.forEach((id, value) -> assertThat(map.get(id, -id)).isEqualTo(value));
        assertThat(map.get(1, 2)).isEqualTo(-1);
    }

    /** Ids of one segment only: it grows beyond doubling. */
    @Example
    void shouldFindEveryIdWhenOneSegmentGrows() {
        IdMap map = new IdMap();
        for (long i = 0; i < COUNT; i++) {
            assertThat(map.put(i << 20, i, i)).isEqualTo(-1);
        }
        for (long i = 0; i < COUNT; i++) {
            assertThat(map.get(i << 20, i)).isEqualTo(i);
        }
    }

    @Example
    void shouldTellIdsApartThatShareOneHalf() {
        IdMap map = new IdMap();
        map.put(7, 1L << 60, 0);
        map.put(7, 2L << 60, 1);
        map.put(0, 0, (1L << IdMap.VALUE_BITS) - 2);
        assertThat(map.get(7, 1L << 60)).isZero();
        assertThat(map.get(7, 2L << 60)).isEqualTo(1);
        assertThat(map.get(0, 0)).isEqualTo((1L << IdMap.VALUE_BITS) - 2);
        assertThat(map.get(7, 3L << 60)).isEqualTo(-1);
        assertThat(map.get(1L << 60, 0)).isEqualTo(-1);
    }
}
