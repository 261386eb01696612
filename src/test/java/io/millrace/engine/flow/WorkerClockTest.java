package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.WorkerClock.Spent;
import io.millrace.engine.flow.WorkerClock.State;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkerClockTest {

    private static final List<State> STATES = List.of(State.BUSY, State.BLOCKED, State.IDLE);

    private final WorkerClock clock = new WorkerClock();

    @Test
    void shouldCountEachNanosecondInTheStateItWasSpentIn() {
        clock.start(100);
        clock.enter(State.IDLE, 105);
        clock.enter(State.BUSY, 125);
        assertThat(clock.enter(State.BLOCKED, 130)).isEqualTo(State.BUSY);
        clock.enter(State.BUSY, 160);
        clock.stop(161);
        assertThat(clock.spent(1000)).isEqualTo(new Spent(5 + 5 + 1, 30, 20));
    }

    @Test
    void shouldAddUpToTheTimeAliveAtAnyMoment() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long now = -50;
        clock.start(now);
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(1000);
            if (random.nextBoolean()) {
                clock.enter(STATES.get(random.nextInt(3)), now);
            }
            Spent spent = clock.spent(now);
            assertThat(spent.busyNs() + spent.blockedNs() + spent.idleNs())
                    .as("seed %d", seed)
                    .isEqualTo(now + 50);
        }
    }

    @Test
    void shouldNeverCountBackwardsWhenReadWithAnOlderTime() {
        clock.start(0);
        clock.enter(State.IDLE, 100);
        assertThat(clock.spent(40)).isEqualTo(new Spent(100, 0, 0));
        assertThat(clock.spent(120)).isEqualTo(new Spent(100, 0, 20));
    }

    @Test
    void shouldCountNothingBeforeStartAndAfterStop() {
        assertThat(clock.spent(50)).isEqualTo(new Spent(0, 0, 0));
        clock.start(50);
        clock.stop(60);
        assertThat(clock.spent(500)).isEqualTo(new Spent(10, 0, 0));
    }
}
