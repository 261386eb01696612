package io.millrace.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SamplingProperties {

    @Property
    void shouldStayNextToTheExactPositions(
            @ForAll @IntRange(min = 1, max = 1_000_000) int total,
            @ForAll @IntRange(min = 1, max = 200) int frames,
            @ForAll Sampling sampling) {
        int[] indices = sampling.indices(total, frames);
        assertThat(indices).hasSize(frames).isSorted();
        for (int i = 0; i < frames; i++) {
            BigDecimal exact = exact(sampling, total, frames, i);
            int floor = exact.setScale(0, RoundingMode.FLOOR).intValueExact();
            // Double precision may fall just short of a whole number, as it does in numpy, and nowhere else.
            boolean nearWhole = exact.subtract(BigDecimal.valueOf(floor)).compareTo(new BigDecimal("1e-6")) < 0;
            assertThat(indices[i]).isBetween(nearWhole ? Math.max(0, floor - 1) : floor, floor);
        }
    }

    @Property
    void shouldSampleBothEndsWhenTheyAreIncluded(
            @ForAll @IntRange(min = 1, max = 1_000_000) int total, @ForAll @IntRange(min = 2, max = 200) int frames) {
        int[] indices = Sampling.ENDPOINT_INCLUDED.indices(total, frames);
        assertThat(indices[0]).isZero();
        assertThat(indices[frames - 1]).isEqualTo(total - 1);
    }

    /**
     * numpy 1.24: {@code np.linspace(0, T - 1, n).astype(int)} and
     * {@code np.linspace(0, T, n, endpoint=False).astype(int)}.
     */
    @Example
    void shouldGiveWhatNumpyGives() {
        assertThat(Sampling.ENDPOINT_INCLUDED.indices(300, 16))
                .containsExactly(0, 19, 39, 59, 79, 99, 119, 139, 159, 179, 199, 219, 239, 259, 279, 299);
        assertThat(Sampling.ENDPOINT_EXCLUDED.indices(300, 16))
                .containsExactly(0, 18, 37, 56, 75, 93, 112, 131, 150, 168, 187, 206, 225, 243, 262, 281);
        assertThat(Sampling.ENDPOINT_INCLUDED.indices(27, 47))
                .containsExactly(
                        0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 7, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 14, 14, 15,
                        15, 16, 16, 17, 18, 18, 19, 19, 20, 20, 21, 22, 22, 23, 23, 24, 24, 25, 26);
        assertThat(Sampling.ENDPOINT_INCLUDED.indices(3, 8)).containsExactly(0, 0, 0, 0, 1, 1, 1, 2);
        assertThat(Sampling.ENDPOINT_INCLUDED.indices(10, 1)).containsExactly(0);
    }

    private static BigDecimal exact(Sampling sampling, int total, int frames, int i) {
        boolean included = sampling == Sampling.ENDPOINT_INCLUDED;
        long span = included ? total - 1 : total;
        long steps = Math.max(1, included ? frames - 1 : frames);
        return BigDecimal.valueOf(span * i).divide(BigDecimal.valueOf(steps), 20, RoundingMode.HALF_UP);
    }
}
