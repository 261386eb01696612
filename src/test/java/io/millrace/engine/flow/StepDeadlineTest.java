package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By a clock and figures of the system that only go when the test says so. */
class StepDeadlineTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long LIMIT = 30 * SECOND;

    private final Thread worker = new Thread(() -> {}, "worker");
    private long nowNs = 5 * SECOND;
    private long delayNs = 77 * SECOND;
    private double crowd = 1;
    private final StepDeadline watch = new StepDeadline(new Silence(() -> delayNs, () -> crowd), () -> nowNs);

    @BeforeEach
    void begin() {
        watch.begin(List.of());
        look();
    }

    @Test
    void shouldAskAndThenFenceAStepThatHasAProcessorAndMakesNoProgress() {
        pass(30 * SECOND, 0);
        assertThat(look()).isFalse();
        assertThat(worker.isInterrupted()).isFalse();

        pass(1, 0);
        assertThat(look()).isFalse();
        assertThat(worker.isInterrupted()).isTrue();

        pass(SECOND, 0);
        assertThat(look()).isTrue();
    }

    /** On two processors with a load of 50 a step has one for a 25th of the time. */
    @Test
    void shouldNotCountTheTimeWithoutAProcessor() {
        for (int looks = 0; looks < 700; looks++) {
            pass(SECOND, SECOND * 24 / 25);
            assertThat(look()).isFalse();
            assertThat(worker.isInterrupted()).isFalse();
        }
        pass(51 * SECOND, 0);
        look();
        assertThat(worker.isInterrupted())
                .as("it had a processor for 79 s by now")
                .isTrue();
    }

    @Test
    void shouldNotCountTheTimeWithoutAProcessorAgainstWhoIsAskedToLeave() {
        pass(31 * SECOND, 0);
        look();
        assertThat(worker.isInterrupted()).isTrue();

        pass(20 * SECOND, 20 * SECOND);
        assertThat(look()).isFalse();
        pass(SECOND, 0);
        assertThat(look()).isTrue();
    }

    /** Stopped by a signal, asleep with its machine, or out of its quota of a tenth of a processor. */
    @Test
    void shouldNotCountTheTimeInWhichNobodyCouldLook() {
        for (int looks = 0; looks < 700; looks++) {
            pass(SECOND, 0);
            assertThat(watch.look(worker, LIMIT, SECOND * 24 / 25)).isFalse();
            assertThat(worker.isInterrupted()).isFalse();
        }
        pass(3 * SECOND, 0);
        look();
        assertThat(worker.isInterrupted()).as("it was seen for 31 s by now").isTrue();
    }

    /** The worker and whoever looks wait for the same processors. */
    @Test
    void shouldExcuseTheSameTimeOnce() {
        pass(60 * SECOND, 20 * SECOND);
        watch.look(worker, LIMIT, 20 * SECOND);
        assertThat(worker.isInterrupted()).isTrue();
    }

    /** What it had waited before does not excuse what comes after. */
    @Test
    void shouldBeginAnewWithEachProgress() {
        pass(100 * SECOND, 100 * SECOND);
        look();
        watch.beat();
        look();
        pass(31 * SECOND, 0);
        look();
        assertThat(worker.isInterrupted()).isTrue();
    }

    /** Idle workers wake now and then, and wait for a processor to go to sleep again. */
    @Test
    void shouldNotExcuseAStepByWhatItsWorkerWaitedBefore() {
        watch.end();
        look();
        pass(100 * SECOND, 100 * SECOND);
        watch.begin(List.of());
        look();
        pass(31 * SECOND, 0);
        look();
        assertThat(worker.isInterrupted()).isTrue();
    }

    @Test
    void shouldStretchTheLimitByTheLoadWhereTheSystemDoesNotTell() {
        delayNs = -1;
        crowd = 25;
        pass(25 * LIMIT, 0);
        look();
        assertThat(worker.isInterrupted()).isFalse();
        pass(25, 0);
        look();
        assertThat(worker.isInterrupted()).isTrue();
    }

    @Test
    void shouldKnowThatThereIsAtLeastOneThreadForEachProcessor() {
        assertThat(Silence.crowd()).isGreaterThanOrEqualTo(1);
    }

    private void pass(long ns, long withoutProcessorNs) {
        nowNs += ns;
        delayNs += withoutProcessorNs;
    }

    private boolean look() {
        return watch.look(worker, LIMIT, 0);
    }
}
