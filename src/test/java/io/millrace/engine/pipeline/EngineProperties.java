package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Flight;
import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Drives the engine with random stage times, faults, retries, lack of native memory, fan-out, ordered output, tiny
 * budgets and tiny rings, to its end or until it is drained or stopped. It must never deadlock, lose, repeat or
 * overspend. What each item should become follows from its number alone, so there is an oracle that knows nothing of
 * threads.
 */
class EngineProperties {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What a worker more takes of the 1000 there are. */
    private static final long WORKER_BYTES = 20;

    private static final AtomicInteger CHANGES = new AtomicInteger();
    private static final AtomicInteger STIRRED = new AtomicInteger();

    /** What an item is made to do, a function of the seed and its number. */
    private record Script(
            int id,
            int children,
            int failAt,
            boolean passing,
            boolean unlisted,
            boolean earlier,
            int starving,
            long bytes) {

        static Script of(long seed, int id, long limit) {
            Random random = new Random(seed * 31 + id);
            int children = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(3);
            int failAt = random.nextInt(4) == 0 ? random.nextInt(2) : -1;
            return new Script(
                    id,
                    children,
                    failAt,
                    random.nextInt(4) == 0,
                    random.nextInt(15) == 0,
                    random.nextInt(6) == 0,
                    failAt < 0 && random.nextInt(12) == 0 ? 1 + random.nextInt(2) : 0,
                    1 + (long) (random.nextDouble() * random.nextDouble() * 1.2 * limit));
        }

        boolean tooLarge(long limit) {
            return bytes > limit;
        }

        /** The outcome a single thread would come to. */
        Outcome.Status expected(long limit) {
            if (unlisted
                    || tooLarge(limit)
                    || starving > 1
                    || (failAt >= 0 && !passing && (failAt == 0 || children > 0))) {
                return Outcome.Status.FAILED;
            }
            return children == 0 ? Outcome.Status.EMPTY : Outcome.Status.DONE;
        }

        List<String> expectedValues() {
            List<String> values = new ArrayList<>();
            for (int child = 0; child < children; child++) {
                values.add(id + "/" + child);
            }
            return values;
        }
    }

    /** A payload with memory of its own. */
    private record Load(Script script, String name, Lease lease) implements AutoCloseable {
        @Override
        public void close() {
            lease.close();
        }
    }

    /** A place to note in, which is given back once. */
    private static final class Noting implements Flight {
        private final AtomicInteger all;
        private boolean closed;

        Noting(AtomicInteger all) {
            this.all = all;
        }

        @Override
        public void board(ItemId id) {
            assertThat(closed).isFalse();
        }

        @Override
        public void land() {}

        @Override
        public void close() {
            assertThat(closed).isFalse();
            closed = true;
            all.decrementAndGet();
        }
    }

    private static final class World {
        final long seed;
        final long limit;
        final int items;
        final BufferPool pool = new BufferPool(1 << 20);
        final Map<Long, List<String>> written = new ConcurrentSkipListMap<>();
        final List<Long> order = new ArrayList<>();
        final Map<String, Outcome> recorded = new ConcurrentHashMap<>();
        final AtomicInteger recordedTwice = new AtomicInteger();
        final Map<Integer, AtomicInteger> attempts = new ConcurrentHashMap<>();
        final Map<Integer, AtomicInteger> hungers = new ConcurrentHashMap<>();
        final AtomicLong worstReserved = new AtomicLong();
        final AtomicInteger unrecordedWrites = new AtomicInteger();
        final AtomicInteger flights = new AtomicInteger();
        Pipeline pipeline;

        World(long seed, int items, long limit) {
            this.seed = seed;
            this.items = items;
            this.limit = limit;
        }

        Script script(int id) {
            return Script.of(seed, id, limit);
        }

        void nap(Random random) throws InterruptedException {
            if (random.nextInt(8) == 0) {
                Thread.sleep(0, random.nextInt(400_000));
            }
            if (pipeline != null) {
                worstReserved.accumulateAndGet(pipeline.reservedBytes(), Math::max);
            }
        }

        /** As JavaCPP says it. What starves once is satisfied when it is alone. */
        void starve(Script script) {
            int times = script.starving == 0
                    ? 0
                    : hungers.computeIfAbsent(script.id, i -> new AtomicInteger())
                            .incrementAndGet();
            if (times == 1 || (times > 1 && script.starving > 1)) {
                throw new OutOfMemoryError("Cannot allocate new BytePointer(" + script.bytes + ")");
            }
        }

        boolean fails(Script script, int stage) {
            if (script.failAt != stage) {
                return false;
            }
            return !script.passing
                    || attempts.computeIfAbsent(script.id, i -> new AtomicInteger())
                                    .incrementAndGet()
                            <= 1;
        }

        Source<Script> source() {
            return new Source<>() {
                @Override
                public Publisher<Item<Script>> items() {
                    return Flux.range(0, items).map(id -> item(script(id)));
                }
            };
        }

        Item<Script> item(Script script) {
            Item<Script> item = Item.of("item-" + script.id, script);
            return script.unlisted ? Item.unlisted(item.id(), item.source(), Fault.of("Unlisted", "gone")) : item;
        }

        Books books() {
            Books none = Books.none();
            return new Books() {
                @Override
                public long ordinal(Item<?> item) throws java.io.IOException {
                    return none.ordinal(item);
                }

                @Override
                public Outcome settled(Item<?> item) {
                    return script(number(item.id().value())).earlier ? Outcome.DONE : null;
                }

                @Override
                public Flight flight(String stage) {
                    flights.incrementAndGet();
                    return new Noting(flights);
                }

                @Override
                public void record(Ticket ticket) {
                    if (recorded.put(ticket.item().id().value(), ticket.outcome()) != null) {
                        recordedTwice.incrementAndGet();
                    }
                    boolean done = ticket.outcome().status() == Outcome.Status.DONE;
                    if (done && !written.containsKey(ticket.ordinal())) {
                        unrecordedWrites.incrementAndGet();
                    }
                }

                @Override
                public void commit() {}
            };
        }
    }

    /** First stage: reserves, fails or fans out. */
    private static final class Splitting implements Step<Script, Load> {
        private final World world;
        private final int batch;
        private final Random random;

        Splitting(World world, int batch) {
            this.world = world;
            this.batch = batch;
            this.random = new Random(world.seed);
        }

        @Override
        public void apply(List<Part<Script>> parts, Output<Load> out) throws Exception {
            for (Part<Script> part : parts) {
                Script script = part.payload();
                part.reserve(script.bytes);
                world.nap(random);
                world.starve(script);
                for (int child = 0; child < script.children; child++) {
                    out.emit(part, new Load(script, script.id + "/" + child, world.pool.lease(100)));
                }
                if (world.fails(script, 0)) {
                    throw new FaultException(new Fault("Scripted", "", "first stage", script.passing));
                }
            }
        }

        @Override
        public int batch() {
            return batch;
        }
    }

    /** Second stage: hands its input on or makes anew, sometimes fails one part of a batch. */
    private static final class Passing implements Step<Load, Load> {
        private final World world;
        private final int batch;
        private final Random random;

        Passing(World world, int batch) {
            this.world = world;
            this.batch = batch;
            this.random = new Random(world.seed + 1);
        }

        @Override
        public void apply(List<Part<Load>> parts, Output<Load> out) throws Exception {
            for (Part<Load> part : parts) {
                world.nap(random);
                Load load = part.payload();
                if (load.name.endsWith("/0") && world.fails(load.script, 1)) {
                    out.fail(part, new Fault("Scripted", "", "second stage", load.script.passing));
                } else if (load.script.id % 2 == 0) {
                    out.emit(part, load);
                } else {
                    out.emit(part, new Load(load.script, load.name, world.pool.lease(50)));
                }
            }
        }

        @Override
        public int batch() {
            return batch;
        }
    }

    private static class Collecting implements Writer<Load> {
        final World world;
        private final int batch;
        private final Random random;

        Collecting(World world, int batch) {
            this.world = world;
            this.batch = batch;
            this.random = new Random(world.seed + 2);
        }

        @Override
        public void write(List<Result<Load>> results) throws Exception {
            for (Result<Load> result : results) {
                world.nap(random);
                List<String> names = result.values().stream().map(Load::name).toList();
                if (world.written.put(result.ordinal(), names) != null) {
                    throw new IllegalStateException("written twice: " + result.ordinal());
                }
                synchronized (world.order) {
                    world.order.add(result.ordinal());
                }
            }
        }

        @Override
        public int batch() {
            return batch;
        }
    }

    private static final class InOrder extends Collecting implements OrderedWriter<Load> {
        InOrder(World world, int batch) {
            super(world, batch);
        }

        @Override
        public void skip(Item<?> item, long ordinal) {
            world.order.add(ordinal);
        }
    }

    @Property(tries = 300)
    void shouldEndEveryItemExactlyOnceWhateverHappens(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int items,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 8) int queue,
            @ForAll @IntRange(min = 1, max = 16) int inFlight,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll boolean ordered)
            throws Exception {
        World world = new World(seed, items, 1000);
        Plan plan = plan(world, workers, queue, batch, ordered);
        PipelineSettings settings = new PipelineSettings(inFlight, world.limit, retryOnce());
        world.pipeline = new Pipeline(plan, settings, world.books(), Observer.NONE);
        world.pipeline.start();
        assertThat(world.pipeline.await(LIMIT))
                .as("ended in time: %s", stuck(world))
                .isTrue();
        check(world, world.pipeline.await(), ordered);
    }

    /** At any moment: what is recorded is right and is written, what is not is left, and nothing is held any more. */
    @Property(tries = 200)
    void shouldLeaveEverythingInOrderWhenCutShort(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 8) int queue,
            @ForAll @IntRange(min = 1, max = 16) int inFlight,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(max = 20) int afterMs,
            @ForAll boolean drained,
            @ForAll boolean ordered)
            throws Exception {
        World world = new World(seed, 100_000, 1000);
        Plan plan = plan(world, workers, queue, batch, ordered);
        PipelineSettings settings = new PipelineSettings(inFlight, world.limit, retryOnce());
        world.pipeline = new Pipeline(plan, settings, world.books(), Observer.NONE);
        world.pipeline.start();
        Thread.sleep(afterMs);
        if (drained) {
            world.pipeline.drain();
        } else {
            world.pipeline.stop();
        }
        assertThat(world.pipeline.await(LIMIT))
                .as("ended in time: %s", stuck(world))
                .isTrue();
        Ending ending = world.pipeline.await();
        Endings.assertWell(ending, drained ? Ending.How.DRAINED : Ending.How.STOPPED);
        checkWhatIsThere(world);
        if (drained) {
            assertThat(world.pipeline.open()).isZero();
            assertThat(world.pipeline.reservedBytes()).isZero();
            assertThat(world.recorded.values().stream()
                            .filter(outcome -> outcome.status() == Outcome.Status.DONE)
                            .count())
                    .as("recorded of what is written")
                    .isEqualTo(world.written.size());
        }
    }

    /** Somebody who cannot leave it alone: every item still ends once, and the output is what it would have been. */
    @Property(tries = 300)
    void shouldEndEveryItemExactlyOnceWhoeverWorks(
            @ForAll long seed,
            @ForAll @IntRange(min = 20, max = 80) int items,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 8) int queue,
            @ForAll @IntRange(min = 1, max = 16) int inFlight,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll boolean ordered)
            throws Exception {
        World world = new World(seed, items, 1000);
        Plan plan = plan(world, workers, queue, batch, ordered);
        PipelineSettings settings = new PipelineSettings(inFlight, 2 * inFlight, world.limit, retryOnce());
        world.pipeline = new Pipeline(plan, settings, world.books(), Observer.NONE);
        world.pipeline.start();
        AtomicInteger changes = new AtomicInteger();
        Thread meddler = new Thread(() -> meddle(world, plan, new Random(seed), changes), "meddler");
        meddler.start();
        assertThat(world.pipeline.await(LIMIT))
                .as("ended in time: %s", stuck(world))
                .isTrue();
        Ending ending = world.pipeline.await();
        meddler.join();
        check(world, ending, ordered);
        CHANGES.addAndGet(changes.get());
        STIRRED.incrementAndGet();
    }

    private static void meddle(World world, Plan plan, Random random, AtomicInteger changes) {
        List<String> stages = List.copyOf(plan.workers().keySet());
        while (!over(world)) {
            String stage = stages.get(random.nextInt(stages.size()));
            try {
                if (random.nextInt(4) == 0) {
                    world.pipeline.pause();
                    Thread.sleep(0, random.nextInt(300_000));
                    world.pipeline.resume();
                }
                world.pipeline.scale(stage, 1 + random.nextInt(6));
                changes.incrementAndGet();
                Thread.sleep(0, random.nextInt(500_000));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching(".*(memory|exactly one worker|the run is over|not before or after).*");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        world.pipeline.resume();
    }

    private static boolean over(World world) {
        try {
            return world.pipeline.await(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Else the property would say little. */
    @AfterContainer
    static void shouldHaveChangedWorkersOften() {
        assertThat(CHANGES.get())
                .as("changes of workers during %s runs", STIRRED)
                .isGreaterThanOrEqualTo(STIRRED.get() / 10);
    }

    private static void checkWhatIsThere(World world) {
        world.recorded.forEach((id, outcome) -> assertThat(outcome.status())
                .as(id)
                .isEqualTo(world.script(number(id)).expected(world.limit)));
        world.written.forEach((id, values) ->
                assertThat(values).isEqualTo(world.script(id.intValue()).expectedValues()));
        assertThat(world.recordedTwice).hasValue(0);
        assertThat(world.unrecordedWrites).hasValue(0);
        assertThat(world.pool.leases()).as("leases not home").isZero();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring("item-".length()));
    }

    @Property(tries = 200)
    void shouldComeToTheSameInlineAsWithThreads(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int items,
            @ForAll @IntRange(min = 1, max = 4) int queue,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll boolean ordered)
            throws Exception {
        World world = new World(seed, items, 1000);
        Plan plan = plan(world, 1, queue, batch, ordered);
        PipelineSettings settings = new PipelineSettings(4, world.limit, retryOnce());
        world.pipeline = new Pipeline(plan, settings, world.books(), Observer.NONE);
        check(world, world.pipeline.runInline(), ordered);
    }

    private static Plan plan(World world, int workers, int queue, int batch, boolean ordered) {
        StageSettings stage = new StageSettings(workers, queue).holding(WORKER_BYTES);
        PlanBuilder<Load> steps = Plan.from(world.source())
                .then("split", stage, () -> new Splitting(world, batch))
                .then("pass", stage, () -> new Passing(world, batch));
        return ordered
                ? steps.writeInOrder("write", queue, () -> new InOrder(world, batch))
                : steps.write("write", stage, () -> new Collecting(world, batch));
    }

    private static RetryRule retryOnce() {
        return new RetryRule(2, Duration.ofMillis(1), Set.of());
    }

    private static void check(World world, Ending ending, boolean ordered) {
        assertThat(ending.failure()).isNull();
        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
        Map<String, Outcome.Status> expected = new TreeMap<>();
        Map<Long, List<String>> expectedValues = new TreeMap<>();
        long earlier = 0;
        for (int id = 0; id < world.items; id++) {
            Script script = world.script(id);
            if (script.earlier) {
                earlier++;
                continue;
            }
            expected.put("item-" + id, script.expected(world.limit));
            if (script.expected(world.limit) == Outcome.Status.DONE) {
                expectedValues.put((long) id, script.expectedValues());
            }
        }
        Map<String, Outcome.Status> recorded = new TreeMap<>();
        world.recorded.forEach((id, outcome) -> recorded.put(id, outcome.status()));
        assertThat(recorded).isEqualTo(expected);
        assertThat(world.recordedTwice).hasValue(0);
        assertThat(world.unrecordedWrites).hasValue(0);
        assertThat(world.written).isEqualTo(expectedValues);
        assertThat(world.pool.leases()).as("leases not home").isZero();
        assertThat(world.flights).as("flights not given back").hasValue(0);
        assertThat(world.pipeline.reservedBytes()).isZero();
        assertThat(world.pipeline.open()).isZero();
        assertThat(world.worstReserved.get()).isLessThanOrEqualTo(ordered ? 2 * world.limit : world.limit);
        assertThat(world.pipeline.items().left()).isZero();
        assertThat(world.pipeline.items().resumed()).isEqualTo(earlier);
        if (ordered) {
            assertThat(world.order).hasSize(expected.size()).isSorted().doesNotHaveDuplicates();
        }
    }

    private static String stuck(World world) {
        return world.pipeline.stages() + " open " + world.pipeline.open() + " waiting for memory "
                + world.pipeline.openTickets().size();
    }
}
