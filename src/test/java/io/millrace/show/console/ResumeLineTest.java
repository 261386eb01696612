package io.millrace.show.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResumeLineTest {

    @Test
    void shouldCountWhatIsDoneAndWhatIsToDo() {
        assertThat(new ResumeLine(200_000, 3, 0, 800_000, 0).text())
                .isEqualTo("resume  200,000 of 1,000,000 done in 3 runs; 800,000 to do; 0 stale");
    }

    @Test
    void shouldNameFailuresThatStayWhenThereAreSome() {
        assertThat(new ResumeLine(7, 1, 2, 1, 1).text())
                .isEqualTo("resume  7 of 10 done in 1 run; 2 failed before and not tried again; 1 to do; 1 stale");
    }

    @Test
    void shouldPromiseNoTotalWhenTheSourceIsStillListing() {
        assertThat(new ResumeLine(7, 2, 0, -1, 0).text())
                .isEqualTo("resume  7 done in 2 runs; the rest is being listed; 0 stale");
    }
}
