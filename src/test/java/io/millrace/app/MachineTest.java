package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.metrics.Status;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void shouldCountPartsOfProcessorsWhereAQuotaGivesThem() {
        assertThat(Machine.processors(2, "150000 100000\n")).isEqualTo(1.5);
        assertThat(Machine.processors(2, "800000 100000")).isEqualTo(2);
        assertThat(Machine.processors(16, "max 100000")).isEqualTo(16);
        assertThat(Machine.processors(16, "0 0")).isEqualTo(16);
        assertThat(Machine.processors(16, "")).isEqualTo(16);
    }

    @Test
    void shouldTellWhatTheProcessHasUsed() {
        Machine machine = new Machine();
        Status.Machine before = machine.now();
        long endNs = System.nanoTime() + 100_000_000;
        while (System.nanoTime() < endNs) {
            Thread.onSpinWait();
        }
        assertThat(machine.now().cpuNs()).isGreaterThan(before.cpuNs());
        assertThat(before.host()).isNotEmpty().doesNotContain(" ");
        assertThat(before.processors()).isPositive();
    }
}
