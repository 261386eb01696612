package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Artifact;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** How a run ends, in good order and otherwise. */
@Timeout(60)
class PipelineTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * A stop gives up on whoever is stuck after less than a second; an overloaded machine may take its time over that.
     */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final StageSettings ONE = new StageSettings(1, 16);
    private static final StageSettings TWO = new StageSettings(2, 16);

    private final BufferPool pool = new BufferPool(0);
    private final Recording books = new Recording();
    private final CountDownLatch release = new CountDownLatch(1);

    /** Books that keep what they are told in memory. */
    private static class Recording implements Books {
        final Map<String, Outcome> recorded = new ConcurrentHashMap<>();
        final Map<String, Long> ordinals = new ConcurrentHashMap<>();
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
        public void record(Ticket ticket) throws IOException {
            recorded.put(ticket.item().id().value(), ticket.outcome());
            ordinals.put(ticket.item().id().value(), ticket.ordinal());
        }

        @Override
        public void commit() throws IOException {}
    }

    /** Does something else where the first step or the writer is for item 0. */
    private interface Act {
        void on(int number) throws Exception;
    }

    @AfterEach
    void letGo() {
        release.countDown();
    }

    @Test
    void shouldLetNothingMoreInAndFinishWhatIsOpenWhenDrained() throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        Pipeline pipeline = pipeline(numbers(1_000_000), number -> {
            entered.countDown();
            release.await();
        });
        pipeline.start();
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        pipeline.drain();
        int open = pipeline.open();
        assertThat(open).isPositive();
        release.countDown();
        Ending ending = ended(pipeline);
        Endings.assertWell(ending, Ending.How.DRAINED);
        assertThat(books.recorded).hasSize(open);
        assertThat(pipeline.items().left()).isZero();
        assertThat(pool.leases()).isZero();
        pipeline.drain(); // too late, and harmless
    }

    /** Without the drain it would be tried again and be done: to be asked to finish must not make a failure of it. */
    @Test
    void shouldStillTryAgainWhatMayPassWhenDrained() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        Plan plan = plan(
                numbers(1_000_000),
                number -> {
                    entered.countDown();
                    release.await();
                    if (number == 0 && tries.incrementAndGet() == 1) {
                        throw new FaultException(Fault.passing("Busy", "try later"));
                    }
                },
                results -> {});
        RetryRule twice = new RetryRule(2, Duration.ofMillis(50), Set.of());
        Pipeline pipeline = new Pipeline(plan, new PipelineSettings(4, 1000, twice), books, Observer.NONE);
        pipeline.start();
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        pipeline.drain();
        release.countDown();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.DRAINED);
        assertThat(tries).hasValue(2);
        assertThat(books.recorded.get("0").status()).isEqualTo(Outcome.Status.DONE);
    }

    @Test
    void shouldBeginNothingMoreUntilThereIsRoom() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Books full = new Recording() {
            @Override
            public boolean hasRoom() {
                return asked.incrementAndGet() > 3;
            }
        };
        Plan plan = plan(numbers(5), number -> assertThat(asked.get()).isGreaterThan(3), results -> {});
        Pipeline pipeline = new Pipeline(plan, settings(), full, Observer.NONE);
        pipeline.start();
        Endings.assertWell(ended(pipeline), Ending.How.COMPLETED);
        assertThat(pipeline.items().done()).isEqualTo(5);
    }

    @Test
    void shouldDrainAlthoughThereIsNoRoom() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Books full = new Recording() {
            @Override
            public boolean hasRoom() {
                asked.countDown();
                return false;
            }
        };
        Plan plan = plan(numbers(5), number -> {}, results -> {});
        Pipeline pipeline = new Pipeline(plan, settings(), full, Observer.NONE);
        pipeline.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        pipeline.drain();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.DRAINED);
        assertThat(pipeline.items().done()).isZero();
    }

    @Test
    void shouldDrainAlthoughTheSourceIsBlocked() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        Pipeline pipeline = pipeline(
                Flux.generate(() -> 0, (number, sink) -> {
                    if (number == 3) {
                        listing.countDown();
                        uninterruptedly();
                    }
                    sink.next(item(number));
                    return number + 1;
                }),
                number -> {});
        pipeline.start();
        assertThat(listing.await(20, TimeUnit.SECONDS)).isTrue();
        pipeline.drain();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.DRAINED);
        assertThat(books.recorded).containsOnlyKeys("0", "1", "2");
    }

    @Test
    void shouldBeDrainedBeforeItHasBegun() throws Exception {
        Pipeline pipeline = pipeline(numbers(10), number -> {});
        pipeline.drain();
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.DRAINED);
        assertThat(books.recorded).isEmpty();
    }

    @Test
    void shouldStopAtOnceAndLeaveOpenWhatASleepingStepHolds() throws Exception {
        CountDownLatch sleeping = new CountDownLatch(2);
        Pipeline pipeline = pipeline(numbers(100), number -> {
            sleeping.countDown();
            Thread.sleep(100_000);
        });
        stopped(pipeline, sleeping, List.of());
        assertThat(books.recorded).isEmpty();
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldNotTakeTheStopForAFaultOfTheItem() throws Exception {
        CountDownLatch sleeping = new CountDownLatch(2);
        Pipeline pipeline = pipeline(numbers(100), number -> {
            sleeping.countDown();
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException e) {
                throw new IOException("the channel was closed by an interrupt", e);
            }
        });
        stopped(pipeline, sleeping, List.of());
        assertThat(books.recorded).as("the item stays open").isEmpty();
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldStopAStepThatSwallowsTheInterrupt() throws Exception {
        CountDownLatch sleeping = new CountDownLatch(2);
        Pipeline pipeline = pipeline(numbers(100_000), number -> {
            sleeping.countDown();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                // swallowed on purpose: the worker must notice all the same
            }
        });
        stopped(pipeline, sleeping, List.of());
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldLeaveWithoutAStepThatIgnoresTheInterruptAndNameIt() throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        Pipeline pipeline = pipeline(numbers(100), number -> {
            entered.countDown();
            uninterruptedly();
        });
        stopped(pipeline, entered, List.of("load-0", "load-1"));
    }

    @Test
    void shouldStopWithoutFailingWhenTheWriterIsInterrupted() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        Plan plan = plan(numbers(100), number -> {}, results -> {
            writing.countDown();
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException e) {
                throw new IOException("interrupted in the middle of a write", e);
            }
        });
        stopped(new Pipeline(plan, settings(), books, Observer.NONE), writing, List.of());
        assertThat(books.recorded).isEmpty();
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldBeStoppedWhileAWriterHangsInItsClose() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Writer<Lease> writer = new Writer<>() {
            @Override
            public void write(List<Result<Lease>> results) {}

            @Override
            public void close() throws IOException {
                closing.countDown();
                try {
                    Thread.sleep(100_000);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        Plan plan = steps(numbers(3), number -> {}).write("write", ONE, () -> writer);
        Pipeline pipeline = new Pipeline(plan, settings(), books, Observer.NONE);
        Thread stopper = new Thread(() -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                return;
            }
            pipeline.stop();
        });
        stopper.start();
        pipeline.start();
        assertThat(pipeline.await().how()).isEqualTo(Ending.How.STOPPED);
        assertThat(books.recorded).hasSize(3);
        stopper.join(LIMIT.toMillis());
    }

    @Test
    void shouldFailWithTheErrorAStepThrows() throws Exception {
        AssertionError error = new AssertionError("a defect");
        Pipeline pipeline = pipeline(numbers(1000), number -> {
            if (number == 50) {
                throw error;
            }
        });
        failed(pipeline, error);
        assertThat(books.recorded).doesNotContainKey("50");
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFailWhenTheWriterSaysTheSinkIsUnusableAndRecordNothingOfTheBatch() throws Exception {
        IOException full = new IOException("no space left");
        Set<String> refused = Collections.synchronizedSet(new java.util.HashSet<>());
        Plan plan = plan(numbers(1000), number -> {}, results -> {
            if (results.stream().anyMatch(result -> result.ordinal() >= 100)) {
                results.forEach(result -> refused.add(result.item().id().value()));
                throw full;
            }
        });
        failed(new Pipeline(plan, settings(), books, Observer.NONE), full);
        assertThat(refused).isNotEmpty();
        assertThat(books.recorded)
                .hasSizeBetween(100 - settings().inFlight(), 100)
                .doesNotContainKeys(refused.toArray(String[]::new));
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFailWhenTheBooksCannotRecord() throws Exception {
        IOException torn = new IOException("the journal is gone");
        Books failing = new Recording() {
            @Override
            public void record(Ticket ticket) throws IOException {
                if (ticket.ordinal() == 20) {
                    throw torn;
                }
                super.record(ticket);
            }
        };
        Plan plan = plan(numbers(100_000), number -> {}, results -> {});
        failed(new Pipeline(plan, settings(), failing, Observer.NONE), torn);
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFailWhenAnObserverThrows() throws Exception {
        IllegalStateException thrown = new IllegalStateException("observer");
        Observer observer = (item, outcome, attempt) -> {
            throw thrown;
        };
        Plan plan = plan(numbers(10), number -> {}, results -> {});
        failed(new Pipeline(plan, settings(), books, observer), thrown);
    }

    @Test
    void shouldFailWhenTheSourceFails() throws Exception {
        IllegalStateException gone = new IllegalStateException("the folder is gone");
        sourceFailed(pipeline(numbers(10).concatWith(Flux.error(gone)), number -> {}), gone);
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFailWhenTheSourceThrowsAnErrorThatReactorDoesNotCatch() throws Exception {
        NoClassDefFoundError error = new NoClassDefFoundError("com/example/Lister");
        failed(
                pipeline(
                        numbers(10).map(item -> {
                            if (item.body() == 5) {
                                throw error;
                            }
                            return item;
                        }),
                        number -> {}),
                error);
    }

    @Test
    void shouldFailWhenTheSourceCannotEvenBegin() throws Exception {
        IllegalStateException thrown = new IllegalStateException("no such folder");
        Source<Integer> source = () -> {
            throw thrown;
        };
        Plan plan =
                Plan.from(source).then("load", ONE, () -> loading(number -> {})).write("write", ONE, () -> r -> {});
        sourceFailed(new Pipeline(plan, settings(), books, Observer.NONE), thrown);
    }

    @Test
    void shouldFailWhenAStepCannotBeOpened() throws Exception {
        IllegalStateException thrown = new IllegalStateException("no model");
        Plan plan = Plan.from(source(numbers(10)))
                .<Lease>then("load", ONE, () -> {
                    throw thrown;
                })
                .write("write", ONE, () -> results -> {});
        failed(new Pipeline(plan, settings(), books, Observer.NONE), thrown);
    }

    @Test
    void shouldCostOnlyTheItemWhenAStepThrowsAnInterruptOfItsOwn() throws Exception {
        Pipeline pipeline = pipeline(numbers(20), number -> {
            if (number == 7) {
                throw new InterruptedException("a library's own");
            }
        });
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(books.recorded.get("7").fault().type()).isEqualTo("InterruptedException");
        assertThat(pipeline.failures()).isEqualTo(Map.of("InterruptedException", 1L));
        assertThat(pipeline.items().done()).isEqualTo(19);
    }

    @Test
    void shouldKeepTheOrdinalOfAnItemThatIsTriedAgain() throws Exception {
        Map<Integer, AtomicInteger> tries = new ConcurrentHashMap<>();
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        OrderedWriter<Lease> writer = results -> results.forEach(result -> order.add(result.ordinal()));
        Plan plan = steps(numbers(30), number -> {
                    int tried = tries.computeIfAbsent(number, n -> new AtomicInteger())
                            .incrementAndGet();
                    if (number % 5 == 0 && tried < 3) {
                        throw new FaultException(Fault.passing("Busy", "try later"));
                    }
                })
                .writeInOrder("write", 8, () -> writer);
        RetryRule thrice = new RetryRule(3, Duration.ofMillis(1), Set.of());
        Pipeline pipeline = new Pipeline(plan, new PipelineSettings(8, 1000, thrice), books, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(order).hasSize(30).isSorted();
        books.ordinals.forEach((id, ordinal) -> assertThat(ordinal).isEqualTo(Long.parseLong(id)));
        assertThat(tries.get(5)).hasValue(3);
        assertThat(pipeline.items().done()).isEqualTo(30);
    }

    @Test
    void shouldTryAnItemAgainAloneWhenNativeMemoryRunsOutAndThenCallItTooLarge() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<Integer> besideIt = Collections.synchronizedList(new ArrayList<>());
        Step<Integer, Lease> step = (batch, out) -> {
            for (Part<Integer> part : batch) {
                part.reserve(10);
                running.incrementAndGet();
                try {
                    Thread.sleep(2);
                    if (part.payload() == 4) {
                        besideIt.add(running.get() - 1);
                        throw new OutOfMemoryError("Cannot allocate new BytePointer(7): totalBytes = 1");
                    }
                    out.emit(part, pool.lease(10));
                } finally {
                    running.decrementAndGet();
                }
            }
        };
        Plan plan = Plan.from(source(numbers(40)))
                .then("load", new StageSettings(4, 16), () -> step)
                .write("write", ONE, () -> results -> {});
        Pipeline pipeline = new Pipeline(plan, settings(), books, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(besideIt).hasSize(2);
        assertThat(besideIt.get(1)).as("items beside it the second time").isZero();
        Fault fault = books.recorded.get("4").fault();
        assertThat(fault.type()).isEqualTo(Fault.TOO_LARGE).isNotEqualTo(NativeMemory.EXHAUSTED);
        assertThat(pipeline.items().done()).isEqualTo(39);
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldFailWhenTheHeapRunsOut() throws Exception {
        OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
        failed(
                pipeline(numbers(5), number -> {
                    throw heap;
                }),
                heap);
    }

    @Test
    void shouldNameEachArtifactOnceWhenABatchIsWrittenAgain() throws Exception {
        Writer<Lease> writer = new Writer<>() {
            @Override
            public void write(List<Result<Lease>> results) throws FaultException {
                for (Result<Lease> result : results) {
                    if (result.ordinal() == 3) {
                        throw new FaultException("Unwritable", "its name is bad");
                    }
                    result.wrote(new Artifact(result.item().id().value(), 1, 1));
                }
            }

            @Override
            public int batch() {
                return 8;
            }
        };
        Plan plan = steps(numbers(20), number -> {}).write("write", ONE, () -> writer);
        Pipeline pipeline = new Pipeline(plan, settings(), books, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(books.recorded.remove("3").fault().type()).isEqualTo("Unwritable");
        assertThat(books.recorded).hasSize(19);
        books.recorded.forEach(
                (id, outcome) -> assertThat(outcome.artifacts()).containsExactly(new Artifact(id, 1, 1)));
    }

    @Test
    void shouldRunTwoPipelinesAtOnceInOneProcess() throws Exception {
        Recording others = new Recording();
        Pipeline first = pipeline(numbers(500), number -> {});
        Pipeline second =
                new Pipeline(plan(numbers(300), number -> {}, results -> {}), settings(), others, Observer.NONE);
        first.start();
        second.start();
        assertThat(ended(first).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(ended(second).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(books.recorded).hasSize(500);
        assertThat(others.recorded).hasSize(300);
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldRefuseAnOrderedWriterThatIsPlannedWithWrite() throws Exception {
        OrderedWriter<Lease> writer = results -> {};
        Plan plan = steps(numbers(5), number -> {}).write("write", ONE, () -> writer);
        Pipeline pipeline = new Pipeline(plan, settings(), books, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).failure()).hasMessageContaining("writeInOrder");
    }

    @Test
    void shouldSayWhichItemIsOutOfPlaceBeforeAnOrderedWriter() throws Exception {
        Books backwards = new Recording() {
            @Override
            public long ordinal(Item<?> item) {
                return 10 - super.ordinal(item);
            }
        };
        Plan plan = steps(numbers(5), number -> {}).writeInOrder("write", 4, () -> results -> {});
        Pipeline pipeline = new Pipeline(plan, settings(), backwards, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).failure()).hasMessageContaining("item 1 has place 9");
    }

    @Test
    void shouldGiveAnOrderedWriterWhatThereIsToDoWhateverIsSettledOrLeftOutBetween() throws Exception {
        Books earlier = new Recording() {
            @Override
            public long ordinal(Item<?> item) {
                return super.ordinal(item) * 3;
            }

            @Override
            public Outcome settled(Item<?> item) {
                return Long.parseLong(item.id().value()) % 100 == 7 ? null : Outcome.DONE;
            }
        };
        List<Long> written = new CopyOnWriteArrayList<>();
        Plan plan = steps(numbers(1000), number -> {})
                .writeInOrder("write", 4, () -> results -> results.forEach(result -> written.add(result.ordinal())));
        Pipeline pipeline = new Pipeline(plan, settings(), earlier, Observer.NONE);
        pipeline.start();
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(written).containsExactly(21L, 321L, 621L, 921L, 1221L, 1521L, 1821L, 2121L, 2421L, 2721L);
        assertThat(pipeline.items().resumed()).isEqualTo(990);
    }

    @Test
    void shouldGiveLeasesBackWhenAnInlineRunFails() throws Exception {
        IOException full = new IOException("full");
        Plan plan = plan(numbers(50), number -> {}, results -> {
            throw full;
        });
        Ending ending = new Pipeline(plan, settings(), books, Observer.NONE).runInline();
        assertThat(ending.failure()).isSameAs(full);
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldPartitionTheTimeOfItsWorkers() throws Exception {
        Pipeline pipeline = pipeline(numbers(50), number -> Thread.sleep(2));
        long startNs = System.nanoTime();
        pipeline.start();
        pipeline.await(LIMIT);
        long snapshotNs = System.nanoTime();
        pipeline.stages().forEach(stage -> {
            long sum = stage.busyNs() + stage.blockedNs() + stage.idleNs();
            assertThat(sum)
                    .as(stage.name())
                    .isLessThanOrEqualTo((System.nanoTime() - startNs) * stage.workers())
                    .isGreaterThan((long) (0.5 * (snapshotNs - startNs) * stage.workers()));
        });
        assertThat(pipeline.stages().get(1).busyNs()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
        assertThat(ended(pipeline).how()).isEqualTo(Ending.How.COMPLETED);
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThatThrownBy(() -> new PipelineSettings(0, 1, RetryRule.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PipelineSettings(1, 0, RetryRule.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A lease for each item, after {@code act}; then a second step that hands on or makes anew. */
    private PlanBuilder<Lease> steps(Flux<Item<Integer>> items, Act act) {
        return Plan.from(source(items)).then("load", TWO, () -> loading(act)).then("pass", TWO, () -> (batch, out) -> {
            for (Part<Lease> part : batch) {
                out.emit(part, part.payload());
                out.emit(part, pool.lease(20));
            }
        });
    }

    private Plan plan(Flux<Item<Integer>> items, Act act, Writer<Lease> writer) {
        return steps(items, act).write("write", ONE, () -> writer);
    }

    private Pipeline pipeline(Flux<Item<Integer>> items, Act act) {
        return new Pipeline(plan(items, act, results -> {}), settings(), books, Observer.NONE);
    }

    private Step<Integer, Lease> loading(Act act) {
        return (batch, out) -> {
            for (Part<Integer> part : batch) {
                out.emit(part, pool.lease(10));
                act.on(part.payload());
            }
        };
    }

    private static PipelineSettings settings() {
        return new PipelineSettings(12, 1000, RetryRule.NEVER);
    }

    private static Flux<Item<Integer>> numbers(int count) {
        return Flux.range(0, count).map(PipelineTest::item);
    }

    private static Item<Integer> item(int number) {
        return Item.of(Integer.toString(number), number);
    }

    private static Source<Integer> source(Flux<Item<Integer>> items) {
        return () -> items;
    }

    private static Ending ended(Pipeline pipeline) throws InterruptedException {
        assertThat(pipeline.await(LIMIT))
                .as("over in time: %s", pipeline.stages())
                .isTrue();
        return pipeline.await();
    }

    private static void failed(Pipeline pipeline, Throwable expected) throws InterruptedException {
        pipeline.start();
        Ending ending = ended(pipeline);
        assertThat(ending.how()).isEqualTo(Ending.How.FAILED);
        assertThat(ending.failure()).isSameAs(expected);
        assertThat(ending.stuck()).isEmpty();
    }

    /** The run says that it was the source, and what the source said. */
    private static void sourceFailed(Pipeline pipeline, Throwable expected) throws InterruptedException {
        pipeline.start();
        Ending ending = ended(pipeline);
        assertThat(ending.how()).isEqualTo(Ending.How.FAILED);
        assertThat(ending.failure()).isInstanceOf(SourceException.class).hasCause(expected);
        assertThat(ending.stuck()).isEmpty();
    }

    private static void stopped(Pipeline pipeline, CountDownLatch when, List<String> stuck) throws Exception {
        pipeline.start();
        assertThat(when.await(20, TimeUnit.SECONDS)).isTrue();
        long startNs = System.nanoTime();
        pipeline.stop();
        Ending ending = pipeline.await();
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(SOON);
        assertThat(ending.how()).isEqualTo(Ending.How.STOPPED);
        assertThat(ending.failure()).isNull();
        assertThat(ending.stuck()).containsAll(stuck);
    }

    private void uninterruptedly() {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // ignored on purpose
            }
        }
    }
}
