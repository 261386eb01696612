package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.RetryRule;
import io.millrace.engine.plan.StageSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** Workers come and go, and the door closes and opens, while a pipeline runs. */
@Timeout(120)
class LiveWorkersTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Long enough for what must not happen to happen. */
    private static final Duration A_WHILE = Duration.ofMillis(400);

    private static final int MANY = 1_000_000;

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final Set<Thread> opened = ConcurrentHashMap.newKeySet();
    private final Set<Thread> closed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger working = new AtomicInteger();

    /** A permit for each item that may pass the step, for those first that have waited longest. */
    private final Semaphore mayPass = new Semaphore(0, true);

    private Pipeline pipeline;

    /** Waits for a permit with each item; notes where it is opened and closed. */
    private final class Gated implements Step<Integer, Integer> {

        private final Thread own = Thread.currentThread();

        Gated() {
            opened.add(own);
        }

        @Override
        public void apply(List<Part<Integer>> batch, Output<Integer> out) throws Exception {
            for (Part<Integer> part : batch) {
                part.reserve(100);
                working.incrementAndGet();
                mayPass.acquire();
                working.decrementAndGet();
                out.emit(part, part.payload());
            }
        }

        @Override
        public void close() {
            assertThat(Thread.currentThread()).isSameAs(own);
            assertThat(closed.add(own)).as("closed once").isTrue();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        mayPass.release(2 * MANY);
        if (pipeline != null) {
            pipeline.stop();
            pipeline.await();
        }
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void shouldBeginWorkersAtOnceAndBeRidOfThemOnceTheyAreDone() throws Exception {
        start(plan(MANY, StageSettings.of(1)));
        awaitWorking(1);

        assertThat(pipeline.scale("work", 4)).isEqualTo(4);
        awaitWorking(4);
        assertThat(stage("work").workers()).isEqualTo(4);

        assertThat(pipeline.scale("work", 1)).isEqualTo(1);
        assertThat(stage("work").workers()).isEqualTo(1);
        Thread.sleep(A_WHILE.toMillis());
        assertThat(closed).as("they finish what they hold").isEmpty();

        mayPass.release(4);
        await().atMost(LIMIT).until(() -> closed.size() == 3);
        await().atMost(LIMIT).until(() -> alive("work-") == 1);
        awaitWorking(1);
        await().atMost(LIMIT).until(() -> outcomes.size() == 4);
        assertThat(pipeline.items().done()).isEqualTo(4);
    }

    @Test
    void shouldEndEveryItemOnceWhenWorkersGoInTheMiddle() throws Exception {
        start(plan(2000, StageSettings.of(1)));
        mayPass.release(2000);
        for (int i = 0; i < 40; i++) {
            tryScale("work", 1 + i % 5);
            Thread.sleep(2);
        }
        assertThat(ended().how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(outcomes).hasSize(2000);
        assertThat(pipeline.items().done()).isEqualTo(2000);
        assertThat(closed).isEqualTo(opened);
        assertThat(alive("work-")).isZero();
    }

    /** It holds nothing yet, or is on its way out: either way the number is right in the end. */
    @Test
    void shouldKeepAWorkerThatIsWantedAgainBeforeItHasGone() throws Exception {
        start(plan(MANY, StageSettings.of(2)));
        awaitWorking(2);
        for (int i = 0; i < 50; i++) {
            pipeline.scale("work", 1);
            pipeline.scale("work", 2);
        }
        assertThat(opened).as("nobody had to be replaced").hasSize(2);
        mayPass.release(100);
        await().atMost(LIMIT).until(() -> outcomes.size() == 100);
        awaitWorking(2);
        assertThat(opened).hasSize(2);
    }

    @Test
    void shouldNeverHaveMoreThanTheMostAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        StageSettings three = new StageSettings(1, 64, Duration.ZERO, 1, 0, 3);
        Plan plan = Plan.from(() -> numbers(MANY))
                .then("work", three, () -> counting(now, worst))
                .write("write", StageSettings.of(1), () -> results -> {});
        start(plan);
        for (int i = 0; i < 300; i++) {
            pipeline.scale("work", 1 + i % 3);
            TimeUnit.MICROSECONDS.sleep(700);
        }
        pipeline.scale("work", 3);
        await().atMost(LIMIT).until(() -> now.get() == 3);
        assertThat(worst).hasValue(3);
    }

    /** Closing takes its time: whoever comes has to wait for it. */
    private static Step<Integer, Integer> counting(AtomicInteger now, AtomicInteger worst) {
        worst.accumulateAndGet(now.incrementAndGet(), Math::max);
        return new Step<>() {
            @Override
            public void apply(List<Part<Integer>> batch, Output<Integer> out) {
                batch.forEach(part -> out.emit(part, part.payload()));
            }

            @Override
            public void close() {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                now.decrementAndGet();
            }
        };
    }

    @Test
    void shouldRefuseWhatCannotBeInASentence() throws Exception {
        Plan plan = Plan.from(() -> numbers(MANY))
                .then("work", new StageSettings(1, 64, Duration.ZERO, 1, 0, 5), Gated::new)
                .then("one", StageSettings.of(1).alone(), () -> Step.of((Integer number) -> number))
                .writeInOrder("write", 8, () -> (OrderedWriter<Integer>) results -> {});
        refused(plan, "work", 2, "the workers of work can be changed while the run goes, not before or after");
        start(plan);
        refused("work", 6, "work can have 5 workers: that is the most");
        refused("work", 0, "work needs at least one worker");
        refused("one", 2, "one has exactly one worker");
        refused("write", 2, "write keeps the order of the listing and has exactly one worker");
        refused("source", 2, "source lists the items one by one and has exactly one worker");
        refused("infer", 2, "there is no stage 'infer'; there are work, one, write");
        refused("ledger", 2, "there is no stage 'ledger'; there are work, one, write");
        assertThat(pipeline.scale("write", 1)).isEqualTo(1);
        assertThat(pipeline.scale("source", 1)).isEqualTo(1);
        assertThat(stage("work").most()).isEqualTo(5);
        assertThat(stage("write").most()).isEqualTo(1);
        pipeline.stop();
        refused("work", 2, "the run is over: there are no workers any more");
    }

    private void refused(Plan plan, String stage, int workers, String sentence) {
        pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        refused(stage, workers, sentence);
    }

    private void refused(String stage, int workers, String sentence) {
        assertThatThrownBy(() -> pipeline.scale(stage, workers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void shouldSayThatAnInlineRunHasNoWorkers() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        Plan plan = Plan.from(() -> numbers(3))
                .then(
                        "work",
                        StageSettings.of(1),
                        () -> Step.of((Integer number) -> {
                            thrown.add(thrownBy(() -> pipeline.scale("work", 2)));
                            thrown.add(thrownBy(() -> pipeline.pause()));
                            return number;
                        }))
                .write("write", StageSettings.of(1), () -> results -> {});
        pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        assertThat(pipeline.runInline().how()).isEqualTo(Ending.How.COMPLETED);
        pipeline = null;
        assertThat(thrown).hasSize(6);
        assertThat(thrown.get(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("inline run");
        assertThat(thrown.get(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("inline run");
    }

    private static Throwable thrownBy(Runnable call) {
        try {
            call.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Test
    void shouldGoOnWithTheWorkersThereAreWhenAnotherCannotOpen() throws Exception {
        AtomicInteger openings = new AtomicInteger();
        Plan plan = Plan.from(() -> numbers(100))
                .then("work", StageSettings.of(2), () -> {
                    if (openings.incrementAndGet() > 2) {
                        throw new IllegalStateException("no more memory on the device");
                    }
                    return new Gated();
                })
                .write("write", StageSettings.of(1), () -> results -> {});
        start(plan);
        awaitWorking(2);
        pipeline.scale("work", 4);
        await().atMost(LIMIT).until(() -> notices.size() == 2);
        assertThat(notices)
                .contains("work stays with 2 workers: another one could not begin, "
                        + "java.lang.IllegalStateException: no more memory on the device");
        assertThat(stage("work").workers()).isEqualTo(2);
        mayPass.release(100);
        Endings.assertWell(ended(), Ending.How.COMPLETED);
        assertThat(outcomes).hasSize(100);
    }

    @Test
    void shouldBeginAWorkerOnlyOnceThereIsMemoryForIt() throws Exception {
        Plan plan = Plan.from(() -> numbers(MANY))
                .then("work", StageSettings.of(1).holding(60), Gated::new)
                .write("write", StageSettings.of(1).holding(60), () -> results -> {});
        start(plan, new PipelineSettings(4, 8, 500, RetryRule.NEVER));
        awaitWorking(1);
        assertThat(stage("work").most()).as("an eighth of 500 is for workers").isEqualTo(2);
        refused("work", 3, "work can have 2 workers: for more the run needs more memory (--memory)");

        mayPass.release(1);
        await().atMost(LIMIT).until(() -> outcomes.size() == 1);
        pipeline.scale("work", 2);
        awaitWorking(2);
        assertThat(stage("work").most()).isEqualTo(2);
        assertThat(stage("write").most()).as("there is none for another stage").isEqualTo(1);
        assertThat(pipeline.reservedBytes()).isLessThanOrEqualTo(500 - 60);

        pipeline.scale("work", 1);
        mayPass.release(10);
        await().atMost(LIMIT).until(() -> alive("work-") == 1);
        await().atMost(LIMIT).until(() -> stage("write").most() == 2);
        for (int i = 0; i < 20; i++) { // what they held has come back each time
            pipeline.scale("work", 2);
            awaitAlive(2);
            pipeline.scale("work", 1);
            mayPass.release(3);
            awaitAlive(1);
        }
    }

    @Test
    void shouldWaitWithAWorkerForItemsThatHaveAllTheMemory() throws Exception {
        start(plan(MANY, StageSettings.of(2).holding(25)), new PipelineSettings(4, 4, 200, RetryRule.NEVER));
        awaitWorking(2);
        assertThat(pipeline.reservedBytes()).isEqualTo(200);
        pipeline.scale("work", 3);
        Thread.sleep(A_WHILE.toMillis());
        assertThat(alive("work-")).isEqualTo(2);
        mayPass.release(2);
        awaitAlive(3);
        assertThat(pipeline.reservedBytes()).isLessThanOrEqualTo(175);
    }

    /** Where that is left to the program: a worker that finds no items would be none. */
    @Test
    void shouldLetMoreItemsInForMoreWorkers() throws Exception {
        Plan plan = plan(MANY, new StageSettings(1, 64, Duration.ZERO, 1, 0, 20));
        start(plan);
        await().atMost(LIMIT).until(() -> pipeline.open() == 8);
        pipeline.scale("work", 20);
        await().atMost(LIMIT).until(() -> pipeline.open() == 2 * (20 + 1));
        awaitWorking(20);
        pipeline.scale("work", 1);
        mayPass.release(100);
        await().atMost(LIMIT).until(() -> outcomes.size() == 100 && pipeline.open() == 8);
        pipeline.scale("work", 2);
        mayPass.release(100);
        await().atMost(LIMIT).until(() -> outcomes.size() == 200 && pipeline.open() == 8);
    }

    @Test
    void shouldLetNoMoreItemsInThanWasSet() throws Exception {
        start(plan(MANY, StageSettings.of(1)), new PipelineSettings(3, Long.MAX_VALUE, RetryRule.NEVER));
        pipeline.scale("work", 6);
        awaitWorking(3);
        Thread.sleep(A_WHILE.toMillis());
        assertThat(pipeline.open()).isEqualTo(3);
    }

    @Test
    void shouldLetNothingInWhilePausedAndGoOnAfterwards() throws Exception {
        start(plan(60, StageSettings.of(2)), new PipelineSettings(6, Long.MAX_VALUE, RetryRule.NEVER));
        await().atMost(LIMIT).until(() -> pipeline.open() == 6);
        assertThat(pipeline.paused()).isFalse();
        pipeline.pause();
        assertThat(pipeline.paused()).isTrue();
        mayPass.release(60);
        await().atMost(LIMIT).until(() -> outcomes.size() == 6);
        Thread.sleep(A_WHILE.toMillis());
        assertThat(pipeline.items().listed()).isEqualTo(6);
        assertThat(pipeline.open()).isZero();
        pipeline.resume();
        assertThat(pipeline.paused()).isFalse();
        assertThat(ended().how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(outcomes).hasSize(60);
    }

    /** All credits are there again, however often it was paused. */
    @Test
    void shouldLoseNoCreditByPauses() throws Exception {
        start(plan(MANY, StageSettings.of(2)), new PipelineSettings(6, Long.MAX_VALUE, RetryRule.NEVER));
        for (int i = 1; i <= 30; i++) {
            int before = outcomes.size();
            pipeline.pause();
            mayPass.release(4);
            pipeline.resume();
            await().atMost(LIMIT).until(() -> outcomes.size() == before + 4);
        }
        await().atMost(LIMIT).until(() -> pipeline.open() == 6);
    }

    @Test
    void shouldEndWhenDrainedWhilePaused() throws Exception {
        start(plan(MANY, StageSettings.of(2)), new PipelineSettings(6, Long.MAX_VALUE, RetryRule.NEVER));
        await().atMost(LIMIT).until(() -> pipeline.open() == 6);
        pipeline.pause();
        mayPass.release(2);
        await().atMost(LIMIT).until(() -> outcomes.size() == 2);
        pipeline.drain();
        assertThat(pipeline.paused()).isFalse();
        mayPass.release(4);
        Endings.assertWell(ended(), Ending.How.DRAINED);
        assertThat(outcomes).hasSize(6);
    }

    @Test
    void shouldEndWhenStoppedWhilePaused() throws Exception {
        start(plan(MANY, StageSettings.of(2)));
        awaitWorking(2);
        pipeline.pause();
        pipeline.stop();
        Endings.assertWell(ended(), Ending.How.STOPPED);
    }

    @Test
    void shouldCountTheTimeOfWorkersThatHaveGone() throws Exception {
        start(plan(MANY, StageSettings.of(1)));
        pipeline.scale("work", 4);
        awaitWorking(4);
        Thread.sleep(200);
        long spentNs = spentNs(stage("work"));
        assertThat(spentNs).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(4 * 200));
        long cpuNs = stage("work").cpuNs();
        pipeline.scale("work", 1);
        mayPass.release(4);
        awaitAlive(1);
        for (int i = 0; i < 10; i++) {
            pipeline.scale("work", 1 + i % 2); // forgets those that have gone
            assertThat(spentNs(stage("work"))).isGreaterThanOrEqualTo(spentNs);
            spentNs = spentNs(stage("work"));
            assertThat(stage("work").cpuNs()).isGreaterThanOrEqualTo(cpuNs);
            cpuNs = stage("work").cpuNs();
        }
    }

    /** One of those that are stuck is leaving; what it had taken besides is not lost. */
    @Test
    void shouldFenceAWorkerThatIsStuckOnItsWayOut() throws Exception {
        AtomicInteger stuck = new AtomicInteger();
        Step<Integer, Integer> step = Step.of(number -> {
            if (number >= 30 && stuck.incrementAndGet() <= 2) {
                mayPass.acquireUninterruptibly();
            }
            return number;
        });
        Plan plan = Plan.from(() -> numbers(200))
                .then("work", new StageSettings(2, 64, Duration.ofSeconds(1)), () -> step)
                .write("write", StageSettings.of(1), () -> results -> {});
        start(plan, new PipelineSettings(64, Long.MAX_VALUE, RetryRule.NEVER));
        await().atMost(LIMIT).until(() -> stuck.get() == 2);
        pipeline.scale("work", 1);
        assertThat(ended().how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(outcomes).hasSize(200);
        assertThat(outcomes.values().stream()
                        .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
                        .map(outcome -> outcome.fault().type()))
                .containsExactly("Hung", "Hung");
    }

    /** What it has written becomes visible when it goes, like at the end. */
    @Test
    void shouldFinishTheWriterOfAWorkerThatGoes() throws Exception {
        AtomicInteger unfinished = new AtomicInteger();
        Plan plan = Plan.from(() -> numbers(MANY))
                .then("work", StageSettings.of(4), Gated::new)
                .write("write", StageSettings.of(3), () -> late(unfinished));
        start(plan);
        mayPass.release(500);
        await().atMost(LIMIT).until(() -> outcomes.size() == 500);
        pipeline.scale("write", 1);
        awaitAlive("write-", 1);
        pipeline.drain();
        mayPass.release(MANY);
        assertThat(ended().how()).isEqualTo(Ending.How.DRAINED);
        assertThat(unfinished).hasValue(0);
    }

    private static Writer<Integer> late(AtomicInteger unfinished) {
        return new Writer<>() {
            private int written;

            @Override
            public void write(List<Result<Integer>> results) {
                written += results.size();
                unfinished.addAndGet(results.size());
            }

            @Override
            public void finish() {
                unfinished.addAndGet(-written);
                written = 0;
            }
        };
    }

    private Plan plan(int items, StageSettings work) {
        return Plan.from(() -> numbers(items))
                .then("work", work, Gated::new)
                .write("write", StageSettings.of(1), () -> results -> {});
    }

    private void start(Plan plan) {
        start(plan, PipelineSettings.of(plan));
    }

    private void start(Plan plan, PipelineSettings settings) {
        pipeline = new Pipeline(plan, settings, Books.none(), new Observer() {
            @Override
            public void ended(Item<?> item, Outcome outcome, int attempt) {
                assertThat(outcomes.put(item.id().value(), outcome)).isNull();
            }

            @Override
            public void told(String notice) {
                notices.add(notice);
            }
        });
        pipeline.start();
    }

    private Ending ended() throws InterruptedException {
        assertThat(pipeline.await(LIMIT))
                .as("over in time: %s", pipeline.stages())
                .isTrue();
        return pipeline.await();
    }

    private void tryScale(String stage, int workers) {
        try {
            pipeline.scale(stage, workers);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("over");
        }
    }

    private StageStatus stage(String name) {
        return pipeline.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long spentNs(StageStatus stage) {
        return stage.busyNs() + stage.blockedNs() + stage.idleNs();
    }

    private void awaitWorking(int count) {
        await().atMost(LIMIT).until(() -> working.get() == count);
    }

    private static void awaitAlive(int count) {
        awaitAlive("work-", count);
    }

    private static void awaitAlive(String prefix, int count) {
        await().atMost(LIMIT).until(() -> alive(prefix) == count);
    }

    private static long alive(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static Flux<Item<Integer>> numbers(int count) {
        return Flux.range(0, count).map(number -> Item.of("item-" + number, number));
    }
}
