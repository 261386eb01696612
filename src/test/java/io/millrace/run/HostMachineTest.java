package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import org.junit.jupiter.api.Test;

class HostMachineTest {

    @Test
    void shouldTellWhatTheProcessHasUsed() {
        HostMachine machine = new HostMachine();
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
