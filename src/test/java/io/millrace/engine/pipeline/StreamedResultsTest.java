package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.RetryRule;
import io.millrace.engine.plan.StageSettings;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** Items whose results leave before their step returns, as the frames of a video do. */
@Timeout(60)
class StreamedResultsTest {

    private static final int AHEAD = 4;
    private static final int FRAMES = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final BufferPool pool = new BufferPool(0);
    private final Map<String, Outcome> recorded = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> written = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> held = new ConcurrentHashMap<>();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    /** A result that holds memory. */
    private record Frame(int index, Lease lease, AtomicInteger held) implements AutoCloseable {
        @Override
        public void close() {
            lease.close();
            held.decrementAndGet();
        }
    }

    @AfterEach
    void shouldBringAllLeasesHome() {
        release.countDown();
        assertThat(pool.leases()).isZero();
        pool.close();
    }

    @Test
    void shouldNeverHoldMoreOfAnItemThanItAskedForAndKeepTheirOrder() throws Exception {
        run(pipeline(3, this::frames, shrink()));
        assertThat(recorded).hasSize(3);
        assertThat(recorded.values()).allMatch(outcome -> outcome.status() == Outcome.Status.DONE);
        assertThat(written.get("0")).hasSize(FRAMES).isSorted().doesNotHaveDuplicates();
        // beside those on their way the one in its decoder's hand, and in those of the two that have just passed theirs
        // on
        assertThat(most.get()).isLessThanOrEqualTo(AHEAD + 1 + 2);
    }

    @Test
    void shouldMakeTheSameInline() throws Exception {
        Ending ending = pipeline(2, this::frames, shrink()).runInline();
        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(written.get("1")).hasSize(FRAMES).isSorted();
    }

    @Test
    void shouldPutWhatIsEmittedBehindWhatHasLeft() throws Exception {
        run(pipeline(
                1,
                (part, out) -> {
                    out.emit(part, frame(part, 9));
                    out.stream(part, frame(part, 0), AHEAD);
                    out.stream(part, frame(part, 1), AHEAD);
                },
                shrink()));
        assertThat(written.get("0")).containsExactly(0, 1, 9);
    }

    @Test
    void shouldFailTheItemOnceAndNotRunItAgainWhenItsStepThrowsInTheMiddle() throws Exception {
        AtomicInteger applied = new AtomicInteger();
        run(pipeline(
                1,
                (part, out) -> {
                    applied.incrementAndGet();
                    frames(part, out);
                    throw new FaultException("CorruptVideo", "breaks off");
                },
                shrink()));
        assertThat(applied).hasValue(1);
        assertThat(written).isEmpty();
        assertThat(recorded.get("0").fault()).isEqualTo(new Fault("CorruptVideo", "decode", "breaks off", false));
    }

    @Test
    void shouldTryAgainFromTheBeginningWhatMayPass() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Plan plan = plan(
                1,
                (part, out) -> {
                    frames(part, out);
                    if (tries.incrementAndGet() == 1) {
                        throw new FaultException(Fault.passing("IoTransient", "try later"));
                    }
                },
                shrink());
        run(pipeline(plan, new RetryRule(2, Duration.ofMillis(10), Set.of())));
        assertThat(tries).hasValue(2);
        assertThat(written.get("0")).hasSize(FRAMES).isSorted();
    }

    @Test
    void shouldKeepTheReasonOfWhatCameToNothing() throws Exception {
        run(pipeline(1, this::frames, Step.of(frame -> frame), (batch, out) -> {
            for (Part<Frame> part : batch) {
                if (part.payload().index() == FRAMES / 2) {
                    out.empty(part, Fault.of("NoHand", "none in any frame"));
                }
            }
        }));
        assertThat(recorded.get("0"))
                .isEqualTo(new Outcome(
                        Outcome.Status.EMPTY, new Fault("NoHand", "last", "none in any frame", false), List.of()));
    }

    @Test
    void shouldFailWithTheFirstOfItsFaultsInOrder() throws Exception {
        run(pipeline(1, this::frames, Step.of(frame -> frame), (batch, out) -> {
            for (Part<Frame> part : batch) {
                out.fail(part, Fault.of("Bad", "frame " + part.payload().index()));
            }
        }));
        assertThat(recorded.get("0").fault().message()).isEqualTo("frame 0");
    }

    /** Whoever waits for others does not hang, however long they take. */
    @Test
    void shouldNotCallAStepHungThatWaitsForItsResults() throws Exception {
        Pipeline pipeline = pipeline(1, this::frames, (batch, out) -> {
            release.await();
            for (Part<Frame> part : batch) {
                out.emit(part, part.payload());
            }
        });
        pipeline.start();
        Thread.sleep(3 * HANGS.toMillis());
        release.countDown();
        assertThat(pipeline.await(LIMIT)).isTrue();
        pipeline.await();
        assertThat(recorded.get("0").status()).isEqualTo(Outcome.Status.DONE);
    }

    @Test
    void shouldCallAStepHungThatStopsBetweenTwoResults() throws Exception {
        run(pipeline(
                1,
                (part, out) -> {
                    out.stream(part, frame(part, 0), AHEAD);
                    release.await();
                },
                shrink()));
        assertThat(recorded.get("0").fault().type()).isEqualTo(Fault.HUNG);
        assertThat(written).isEmpty();
    }

    @Test
    void shouldLeaveWhenStoppedWhileItWaits() throws Exception {
        Pipeline pipeline = pipeline(5, this::frames, (batch, out) -> release.await());
        pipeline.start();
        await().atMost(LIMIT).until(() -> pool.leases() >= 2 * AHEAD);
        pipeline.stop();
        Ending ending = pipeline.await();
        assertThat(ending.how()).isEqualTo(Ending.How.STOPPED);
        assertThat(ending.stuck()).isEmpty();
        assertThat(recorded).isEmpty();
    }

    private static final Duration HANGS = Duration.ofSeconds(2);

    /** What a step makes of one part. */
    private interface Frames {
        void of(Part<Integer> part, Output<Frame> out) throws Exception;
    }

    private void frames(Part<Integer> part, Output<Frame> out) throws Exception {
        for (int i = 0; i < FRAMES; i++) {
            out.stream(part, frame(part, i), AHEAD);
        }
    }

    private Frame frame(Part<?> part, int index) {
        AtomicInteger ofItem = held.computeIfAbsent(part.item().id().value(), id -> new AtomicInteger());
        most.accumulateAndGet(ofItem.incrementAndGet(), Math::max);
        return new Frame(index, pool.lease(100), ofItem);
    }

    /** Frames without memory, of which the writer gets all. */
    private static Step<Frame, Object> shrink() {
        return Step.of(Frame::index);
    }

    private Pipeline pipeline(int items, Frames frames, Step<Frame, ?> second) {
        return pipeline(plan(items, frames, second), RetryRule.NEVER);
    }

    private Pipeline pipeline(int items, Frames frames, Step<Frame, Frame> second, Step<Frame, ?> last) {
        return pipeline(
                decoded(items, frames)
                        .then("second", new StageSettings(2, 2), () -> second)
                        .then("last", new StageSettings(2, 2), () -> last)
                        .write("write", new StageSettings(1, 2), () -> writer()),
                RetryRule.NEVER);
    }

    private Pipeline pipeline(Plan plan, RetryRule retries) {
        return new Pipeline(plan, new PipelineSettings(8, 1000, retries), new Kept(), Observer.NONE);
    }

    private Plan plan(int items, Frames frames, Step<Frame, ?> second) {
        return decoded(items, frames)
                .then("second", new StageSettings(2, 64), () -> second)
                .write("write", new StageSettings(1, 64), () -> writer());
    }

    private PlanBuilder<Frame> decoded(int items, Frames frames) {
        Flux<Item<Integer>> source = Flux.range(0, items).map(i -> Item.of(Integer.toString(i), i));
        return Plan.from(() -> source)
                .then("decode", new StageSettings(2, 4, HANGS), () -> (batch, out) -> frames.of(batch.get(0), out));
    }

    private <T> Writer<T> writer() {
        return results -> results.forEach(result -> {
            List<Integer> indices = new CopyOnWriteArrayList<>();
            List<Integer> all = new ArrayList<>();
            for (T value : result.values()) {
                all.add(value instanceof Frame frame ? frame.index() : (Integer) value);
            }
            indices.addAll(all);
            written.put(result.item().id().value(), indices);
        });
    }

    private static void run(Pipeline pipeline) throws InterruptedException {
        pipeline.start();
        assertThat(pipeline.await(LIMIT))
                .as("over in time: %s", pipeline.stages())
                .isTrue();
        Ending ending = pipeline.await();
        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
    }

    private final class Kept implements Books {
        private long next;

        @Override
        public long ordinal(Item<?> item) {
            return next++;
        }

        @Override
        public Outcome settled(Item<?> item) {
            return null;
        }

        @Override
        public void record(Ticket ticket) {
            recorded.put(ticket.item().id().value(), ticket.outcome());
        }

        @Override
        public void commit() {}
    }
}
