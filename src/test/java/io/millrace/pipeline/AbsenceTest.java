package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsenceTest {

    private long nowNs = 1000;
    private long delayNs = 50;

    @Test
    void shouldNotCountTheTimeWithoutAProcessor() {
        Absence absence = new Absence(() -> delayNs, () -> nowNs);
        nowNs += 700;
        delayNs += 600;
        assertThat(absence.ns()).isEqualTo(100);

        absence.end();
        nowNs += 80;
        assertThat(absence.ns()).isEqualTo(80);
    }

    @Test
    void shouldCountAllOfItWhereTheSystemDoesNotTell() {
        delayNs = -1;
        Absence absence = new Absence(() -> delayNs, () -> nowNs);
        nowNs += 700;
        assertThat(absence.ns()).isEqualTo(700);
    }
}
