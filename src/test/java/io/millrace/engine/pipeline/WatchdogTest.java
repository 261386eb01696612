package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.flow.Heartbeat;
import io.millrace.engine.flow.NativeInterrupt;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A step that does not come forward costs its own item, and neither another one nor the run. */
@Timeout(120)
class WatchdogTest {

    private static final int ITEMS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger returned = new AtomicInteger();
    private volatile boolean released;

    @TempDir
    private Path folder;

    @AfterEach
    void release() {
        released = true;
    }

    @Test
    void shouldFailTheItemThatItsStepSpinsOnForEver() throws Exception {
        Ending ending = run(2, number -> {
            if (number == 3) {
                spin();
            }
        });

        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
        checkHung(3);
    }

    /** Blocked in the system, where no interrupt reaches it: a pipe that nobody writes to. */
    @Test
    void shouldFailTheItemThatItsStepIsStuckWithInNativeCode() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
        try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
            Ending ending = run(2, number -> {
                if (number == 5) {
                    both.read();
                }
            });
            both.write(1);

            assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
            checkHung(5);
        }
    }

    @Test
    void shouldDiscardWhatAStuckStepReturnsLater() throws Exception {
        Ending ending = run(1, number -> {
            if (number == 0) {
                sleep();
                returned.incrementAndGet();
            }
            if (number == ITEMS - 1) {
                released = true;
                awaitReturned();
            }
        });

        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(returned).hasValue(1);
        checkHung(0);
    }

    /** The worker stays: it only has to be asked. */
    @Test
    void shouldAskAStepToLeaveBeforeItReplacesTheWorker() throws Exception {
        ThreadLocal<Integer> applied = ThreadLocal.withInitial(() -> 0);
        AtomicInteger most = new AtomicInteger();

        run(1, number -> {
            applied.set(applied.get() + 1);
            most.accumulateAndGet(applied.get(), Math::max);
            if (number == 7) {
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            }
        });

        assertThat(most).hasValue(ITEMS);
        checkHung(7);
    }

    /** Native code that looks at a flag of its own, not at interrupts; the worker stays. */
    @Test
    void shouldShowAStepTheWayOutThatDoesNotNoticeInterrupts() throws Exception {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();

        run(1, number -> {
            workers.add(Thread.currentThread());
            AtomicBoolean terminated = new AtomicBoolean();
            NativeInterrupt.by(() -> terminated.set(true), () -> {
                while (number == 7 && !terminated.get()) {
                    Thread.onSpinWait();
                }
                return null;
            });
            if (number == 7) {
                throw new IllegalStateException("terminated");
            }
        });

        assertThat(workers).hasSize(1);
        checkHung(7);
    }

    @Test
    void shouldBearAStepThatTakesLongAndComesForward() throws Exception {
        run(2, number -> {
            for (int i = 0; number == 1 && i < 60; i++) {
                Thread.sleep(100);
                Heartbeat.beat();
            }
        });

        assertThat(outcomes).hasSize(ITEMS);
        assertThat(outcomes.values()).allMatch(outcome -> outcome.status() == Outcome.Status.DONE);
    }

    @Test
    void shouldEndTheRunWhenTooManyWorkersAreStuck() throws Exception {
        Ending ending = run(4, number -> sleep());

        assertThat(ending.how()).isEqualTo(Ending.How.FAILED);
        assertThat(ending.failure()).isInstanceOf(HungException.class);
        assertThat(outcomes.values())
                .allMatch(outcome -> outcome.fault().type().equals("Hung"))
                .hasSizeLessThanOrEqualTo(2 * Pipeline.MOST_HUNG);
    }

    /** Does something that may take long. */
    private interface Work {
        void on(int number) throws Exception;
    }

    private Ending run(int workers, Work work) throws InterruptedException {
        Step<Integer, Integer> step = Step.of(number -> {
            work.on(number);
            return number;
        });
        Plan plan = Plan.from(() -> Flux.range(0, ITEMS).map(i -> Item.of("item-" + i, i)))
                .then("work", new StageSettings(workers, 16, LIMIT), () -> step)
                .write("write", StageSettings.of(1), () -> results -> {});
        Pipeline pipeline =
                new Pipeline(plan, PipelineSettings.of(plan), Books.none(), (item, outcome, attempt) -> assertThat(
                                outcomes.put(item.id().value(), outcome))
                        .isNull());
        pipeline.start();
        return pipeline.await();
    }

    private void spin() {
        while (!released) {
            Thread.onSpinWait();
        }
    }

    /** Whatever comes, and without a processor: many that spin would have to take turns. */
    private void sleep() {
        while (!released) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    private void awaitReturned() throws InterruptedException {
        while (returned.get() == 0) {
            Thread.sleep(1);
            Heartbeat.beat();
        }
    }

    private void checkHung(int number) {
        assertThat(outcomes).hasSize(ITEMS);
        outcomes.forEach((id, outcome) -> {
            if (id.equals("item-" + number)) {
                assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
                assertThat(outcome.fault().type()).isEqualTo("Hung");
                assertThat(outcome.fault().stage()).isEqualTo("work");
                assertThat(outcome.fault().message()).isEqualTo("no progress for 2 s");
            } else {
                assertThat(outcome.status()).as(id).isEqualTo(Outcome.Status.DONE);
            }
        });
    }
}
