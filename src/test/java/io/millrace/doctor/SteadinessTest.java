package io.millrace.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    private static final int MOST = 600;

    @Test
    void shouldWatchForTheLeastTimeWhenNothingRises() {
        assertThat(stillAfter(second -> 100)).isEqualTo(20);
    }

    @Test
    void shouldWatchLateRisesForAsLongAgain() {
        assertThat(stillAfter(second -> second < 40 ? 100 + second : 150)).isEqualTo(80);
    }

    @Test
    void shouldTakeWhatIsWithinTwoPercentForStandingStill() {
        assertThat(stillAfter(second -> 1000 + Math.min(second, 19))).isEqualTo(20);
    }

    /** Each step is small, their sum is not. */
    @Test
    void shouldSeeWhatCreeps() {
        assertThat(stillAfter(second -> 1000 + 5 * second)).isGreaterThan(100);
    }

    @Test
    void shouldKeepThePeakWhenTheMemoryFalls() {
        assertThat(stillAfter(second -> second == 3 ? 500 : 100)).isEqualTo(20);
    }

    private static int stillAfter(LongUnaryOperator peakAt) {
        Steadiness steadiness = new Steadiness(Duration.ofSeconds(20));
        for (int second = 0; second < MOST; second++) {
            steadiness.add(Duration.ofSeconds(second), peakAt.applyAsLong(second));
            if (steadiness.still()) {
                return second;
            }
        }
        return MOST;
    }
}
