package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import org.junit.jupiter.api.Test;

class MachineTest {

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
