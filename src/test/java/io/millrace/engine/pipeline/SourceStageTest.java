package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What the first row of the stages says of the source. */
@Timeout(60)
class SourceStageTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long WHILE_MS = 400;

    /** Of the time looked at: a machine that is busy elsewhere takes its share. */
    private static final double MOSTLY = 0.5;

    private final CountDownLatch release = new CountDownLatch(1);
    private Pipeline pipeline;

    @AfterEach
    void end() throws InterruptedException {
        release.countDown();
        pipeline.stop();
        pipeline.await();
    }

    @Test
    void shouldBeBusyWhileItLists() throws Exception {
        start(Flux.range(0, 1_000_000).map(number -> {
            sleep(20);
            return item(number);
        }));
        await().atMost(LIMIT).until(() -> source().parts() > 3);
        assertThat(shareOf(StageStatus::busyNs)).isGreaterThan(MOSTLY);
        assertThat(source().p50Ns()).isBetween(TimeUnit.MILLISECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(5));
        assertThat(pipeline.metrics().values()).containsKeys("stage.busy.source", "stage.parts.source");
    }

    @Test
    void shouldBeBlockedWhileAsManyItemsAreOpenAsMayBe() throws Exception {
        start(held());
        await().atMost(LIMIT).until(() -> pipeline.open() == 8);
        assertThat(shareOf(StageStatus::blockedNs)).isGreaterThan(MOSTLY);
        assertThat(source().parts()).isEqualTo(8);
    }

    @Test
    void shouldBeIdleWhileItWaitsForSomethingToCome() throws Exception {
        Sinks.Many<Item<Integer>> watched = Sinks.many().unicast().onBackpressureBuffer();
        start(watched.asFlux());
        watched.emitNext(item(1), Sinks.EmitFailureHandler.FAIL_FAST);
        await().atMost(LIMIT).until(() -> pipeline.items().done() == 1);
        assertThat(shareOf(StageStatus::idleNs)).isGreaterThan(MOSTLY);
        assertThat(source().parts()).isEqualTo(1);
    }

    @Test
    void shouldBeIdleWhenItsListingHasEnded() throws Exception {
        start(held().take(5));
        await().atMost(LIMIT).until(() -> pipeline.items().listingComplete());
        assertThat(shareOf(StageStatus::idleNs)).isGreaterThan(MOSTLY);
        assertThat(source().parts()).isEqualTo(5);
    }

    @Test
    void shouldBeIdleWhilePaused() throws Exception {
        start(Flux.range(0, 1_000_000).map(SourceStageTest::item));
        await().atMost(LIMIT).until(() -> source().parts() > 100);
        pipeline.pause();
        await().atMost(LIMIT).until(() -> pipeline.open() == 0);
        assertThat(shareOf(StageStatus::idleNs)).isGreaterThan(MOSTLY);
    }

    @Test
    void shouldHaveOneWorkerAndNoQueueAndCountWhatCouldNotBeListed() throws Exception {
        Item<Integer> gone = item(3);
        start(Flux.just(item(1), item(2), Item.unlisted(gone.id(), gone.source(), Fault.of("Unlisted", "gone"))));
        await().atMost(LIMIT).until(() -> pipeline.await(Duration.ZERO));
        StageStatus source = source();
        assertThat(source.name()).isEqualTo("source");
        assertThat(source.workers()).isEqualTo(1);
        assertThat(source.most()).isEqualTo(1);
        assertThat(source.queueCapacity()).isZero();
        assertThat(source.parts()).isEqualTo(3);
        assertThat(source.errors()).isEqualTo(1);
        assertThat(source.cpuNs()).isPositive();
    }

    @Test
    void shouldStandStillWhenTheRunIsOver() throws Exception {
        start(Flux.range(0, 10).map(SourceStageTest::item));
        assertThat(pipeline.await().how()).isEqualTo(Ending.How.COMPLETED);
        StageStatus then = source();
        sleep(20);
        assertThat(source()).isEqualTo(then);
    }

    /** Its share of the time from now on. */
    private double shareOf(ToLongFunction<StageStatus> state) throws InterruptedException {
        StageStatus before = source();
        Thread.sleep(WHILE_MS);
        StageStatus after = source();
        return (double) (state.applyAsLong(after) - state.applyAsLong(before)) / (spentNs(after) - spentNs(before));
    }

    private static long spentNs(StageStatus stage) {
        return stage.busyNs() + stage.blockedNs() + stage.idleNs();
    }

    private StageStatus source() {
        return pipeline.stages().get(0);
    }

    /** More than may be open, none of which ends. */
    private Flux<Item<Integer>> held() {
        return Flux.range(-100, 100).map(SourceStageTest::item);
    }

    /** Items below zero are held until the end. */
    private void start(Flux<Item<Integer>> items) {
        Step<Integer, Integer> step = Step.of(number -> {
            if (number < 0) {
                release.await();
            }
            return number;
        });
        Plan plan = Plan.from(() -> items)
                .then("work", StageSettings.of(1), () -> step)
                .write("write", StageSettings.of(1), () -> results -> {});
        pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        pipeline.start();
    }

    private static Item<Integer> item(int number) {
        return Item.of("item-" + number, number);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
