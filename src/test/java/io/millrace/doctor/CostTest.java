package io.millrace.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void shouldDrawALineThroughBothRuns() {
        Cost cost = Cost.of(400, 5, 600);

        assertThat(cost).isEqualTo(new Cost(350, 50));
        assertThat(cost.at(1)).isEqualTo(400);
        assertThat(cost.at(5)).isEqualTo(600);
        assertThat(cost.at(20)).isEqualTo(1350);
    }

    @Test
    void shouldCountAWorkerForNothingWhenMoreOfThemTookLess() {
        assertThat(Cost.of(400, 8, 390)).isEqualTo(new Cost(400, 0));
    }

    /** Then the fixed part would be less than nothing. */
    @Test
    void shouldCountAWorkerForNoMoreThanARunWithOne() {
        Cost cost = Cost.of(100, 3, 900);

        assertThat(cost.perWorkerBytes()).isEqualTo(100);
        assertThat(cost.at(3)).isEqualTo(900);
    }

    @Test
    void shouldSayHowManyWorkersFit() {
        Cost cost = new Cost(350, 50);

        assertThat(cost.workersWithin(399)).isZero();
        assertThat(cost.workersWithin(400)).isEqualTo(1);
        assertThat(cost.workersWithin(649)).isEqualTo(5);
        assertThat(new Cost(350, 0).workersWithin(350)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldRefuseRunsThatDoNotDiffer() {
        assertThatThrownBy(() -> Cost.of(400, 1, 500)).hasMessageContaining("differ");
    }
}
