package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void shouldKeepTwoRunsApartWhenBothCount() {
        Metrics one = new Metrics();
        Metrics other = new Metrics();
        one.add(Metric.ITEMS_DONE, 2);
        one.add(Metric.ITEMS_DONE, 3);
        other.add(Metric.ITEMS_DONE, 7);

        assertThat(one.count(Metric.ITEMS_DONE)).isEqualTo(5);
        assertThat(other.values()).containsEntry("items.done", 7L);
    }

    @Test
    void shouldAskTheGaugeWhenValuesAreRead() {
        Metrics metrics = new Metrics();
        AtomicLong busy = new AtomicLong(1);
        metrics.gauge(Metric.STAGE_BUSY, "decode", busy::get);
        busy.set(9);

        assertThat(metrics.values()).containsEntry("stage.busy.decode", 9L);
    }

    @Test
    void shouldRefuseWhenAMetricIsUsedAsWhatItIsNot() {
        Metrics metrics = new Metrics();

        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(Metric.HEAP_USED, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge(Metric.STAGE_BUSY, () -> 1));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge(Metric.ITEMS_DONE, () -> 1));
    }

    @Test
    void shouldHaveALabelAndAUnitForEveryMetric() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.label()).isNotBlank();
            assertThat(metric.unit()).isNotBlank();
        });
        assertThat(Arrays.stream(Metric.values()).map(Metric::label)).doesNotHaveDuplicates();
    }
}
