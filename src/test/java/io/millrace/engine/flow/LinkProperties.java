package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.awaitility.Awaitility;

/**
 * Whatever the number of producers and takers and however small the ring: every element exactly once, nobody forgotten.
 */
class LinkProperties {

    private static final long LIMIT_S = 20;

    /** Far beyond the limit: who is not woken is found out. */
    private static final long POLL_NS = TimeUnit.MINUTES.toNanos(5);

    private record Element(int producer, int number) {}

    @Property(tries = 150)
    void shouldDeliverEveryElementExactlyOnce(
            @ForAll @IntRange(min = 1, max = 4) int producers,
            @ForAll @IntRange(min = 1, max = 4) int takers,
            @ForAll @IntRange(min = 1, max = 8) int capacity,
            @ForAll @IntRange(min = 1, max = 70) int max,
            @ForAll @IntRange(max = 300) int perProducer)
            throws Exception {
        List<List<Element>> taken =
                passThrough(new Link<>(capacity), producers, takers, TakeLimit.of(max), perProducer);
        List<Element> all = taken.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(producers * perProducer);
        assertThat(new HashSet<>(all)).hasSize(all.size());
        for (List<Element> one : taken) {
            for (int producer = 0; producer < producers; producer++) {
                int from = producer;
                assertThat(one.stream().filter(e -> e.producer == from).map(Element::number))
                        .isSorted();
            }
        }
    }

    @Property
    void shouldNeverTakeMoreThanItsShare(
            @ForAll @IntRange(min = 1, max = 64) int waiting,
            @ForAll @IntRange(min = 1, max = 8) int takers,
            @ForAll @IntRange(min = 1, max = 80) int max)
            throws Exception {
        Link<Integer> link = new Link<>(64);
        for (int i = 0; i < waiting; i++) {
            assertThat(link.offer(i)).isTrue();
        }
        List<Integer> batch = new ArrayList<>();
        int share = (waiting + takers - 1) / takers;
        assertThat(link.take(batch, max, takers, 0)).isEqualTo(Math.min(max, share));
        assertThat(link.waiting()).isEqualTo(waiting - batch.size());
    }

    @Property
    void shouldDrainWhatIsLeftWhenClosedAndThenSayItIsOver(
            @ForAll @IntRange(max = 16) int waiting, @ForAll @IntRange(min = 1, max = 5) int max) throws Exception {
        Link<Integer> link = new Link<>(16);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            expected.add(i);
            link.offer(i);
        }
        link.close();
        List<Integer> batch = new ArrayList<>();
        while (link.take(batch, max, 1, POLL_NS) > 0) {
            assertThat(batch).hasSizeLessThanOrEqualTo(waiting);
        }
        assertThat(batch).isEqualTo(expected);
        assertThat(link.take(batch, max, 1, POLL_NS)).isEqualTo(-1);
        assertThat(link.take(batch, max, 1, POLL_NS)).isEqualTo(-1);
    }

    @Property
    void shouldRefuseExactlyWhenFull(@ForAll @IntRange(min = 1, max = 2000) int capacity) {
        Link<Integer> link = new Link<>(capacity);
        assertThat(link.capacity())
                .isEqualTo(Link.ringSize(capacity))
                .isBetween(Math.min(capacity, Link.MAX_CAPACITY), Link.MAX_CAPACITY);
        for (int i = 0; i < link.capacity(); i++) {
            assertThat(link.offer(i)).isTrue();
        }
        assertThat(link.offer(-1)).isFalse();
    }

    @Property(tries = 100)
    void shouldDeliverEveryElementExactlyOnceWhenTakersLinger(
            @ForAll @IntRange(min = 1, max = 4) int producers,
            @ForAll @IntRange(min = 1, max = 4) int takers,
            @ForAll @IntRange(min = 1, max = 8) int capacity,
            @ForAll @IntRange(min = 2, max = 20) int full,
            @ForAll @IntRange(min = 1, max = 2000) int lingerUs,
            @ForAll @IntRange(max = 100) int perProducer)
            throws Exception {
        TakeLimit appetite = new TakeLimit(full, full, TimeUnit.MICROSECONDS.toNanos(lingerUs));
        List<List<Element>> taken = passThrough(new Link<>(capacity), producers, takers, appetite, perProducer);
        List<Element> all = taken.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(producers * perProducer).doesNotHaveDuplicates();
    }

    @Example
    void shouldWaitForAFullBatchParked() throws Exception {
        Link<Integer> link = new Link<>(8);
        List<Integer> batch = Collections.synchronizedList(new ArrayList<>());
        Thread taker = started(() -> link.take(batch, new TakeLimit(3, 3, POLL_NS), 2, POLL_NS));
        for (int i = 0; i < 3; i++) {
            awaitParked(taker);
            assertThat(batch).isEmpty();
            link.offer(i);
        }
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(batch).containsExactly(0, 1, 2);
    }

    @Example
    void shouldGoWithWhatThereIsWhenTheLingerIsOver() throws Exception {
        Link<Integer> link = new Link<>(8);
        link.offer(7);
        List<Integer> batch = new ArrayList<>();
        long startNs = System.nanoTime();
        link.take(batch, new TakeLimit(3, 3, TimeUnit.MILLISECONDS.toNanos(30)), 1, POLL_NS);
        assertThat(batch).containsExactly(7);
        assertThat(System.nanoTime() - startNs).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
    }

    @Example
    void shouldNotWaitForMoreWhenNothingMoreCanCome() throws Exception {
        Link<Integer> link = new Link<>(8);
        link.offer(7);
        List<Integer> batch = Collections.synchronizedList(new ArrayList<>());
        Thread taker = started(() -> link.take(batch, new TakeLimit(3, 3, POLL_NS), 1, POLL_NS));
        awaitParked(taker);
        link.close();
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(batch).containsExactly(7);
    }

    /** A ring that is smaller than a batch can never hold one. */
    @Example
    void shouldNotWaitForMoreThanTheLinkHolds() throws Exception {
        Link<Integer> link = new Link<>(2);
        link.offer(1);
        link.offer(2);
        List<Integer> batch = new ArrayList<>();
        assertThat(link.take(batch, new TakeLimit(5, 5, POLL_NS), 4, POLL_NS)).isEqualTo(2);
    }

    @Example
    void shouldLeaveTheElementsWhenInterruptedWhileItLingers() throws Exception {
        Link<Integer> link = new Link<>(8);
        link.offer(7);
        List<Integer> batch = Collections.synchronizedList(new ArrayList<>());
        Thread taker = started(() -> link.take(batch, new TakeLimit(3, 3, POLL_NS), 1, POLL_NS));
        awaitParked(taker);
        taker.interrupt();
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(batch).isEmpty();
        assertThat(link.take(batch, 1, 1, 0)).isEqualTo(1);
    }

    @Example
    void shouldWakeAParkedTakerLongBeforeItsTimeout() throws Exception {
        Link<Integer> link = new Link<>(4);
        List<Integer> batch = new ArrayList<>();
        Thread taker = started(() -> link.take(batch, 1, 1, TimeUnit.MINUTES.toNanos(5)));
        awaitParked(taker);
        link.offer(7);
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(batch).containsExactly(7);
    }

    @Example
    void shouldWakeTheNextTakerWhileTheFirstIsStillAtWork() throws Exception {
        Link<Integer> link = new Link<>(4);
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        List<Thread> takers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takers.add(started(() -> link.take(taken, 1, 3, POLL_NS)));
        }
        takers.forEach(LinkProperties::awaitParked);
        for (int i = 0; i < 3; i++) {
            int expected = i + 1;
            link.offer(i);
            Awaitility.await().atMost(Duration.ofSeconds(LIMIT_S)).until(() -> taken.size() == expected);
        }
        assertThat(taken).containsExactly(0, 1, 2);
    }

    @Example
    void shouldPassTheWakeUpOnWhenTheTakerThatGotItIsInterrupted() throws Exception {
        for (int round = 0; round < 50; round++) {
            Link<Integer> link = new Link<>(4);
            List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
            Thread first = started(() -> link.take(taken, 1, 2, POLL_NS));
            Thread second = started(() -> link.take(taken, 1, 2, POLL_NS));
            awaitParked(first);
            awaitParked(second);
            link.offer(round);
            first.interrupt();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(LIMIT_S))
                    .until(() -> taken.size() == 1);
            second.interrupt();
        }
    }

    @Example
    void shouldWakeAParkedTakerWhenClosed() throws Exception {
        Link<Integer> link = new Link<>(4);
        Thread taker = started(() -> link.take(new ArrayList<>(), 1, 1, TimeUnit.MINUTES.toNanos(5)));
        awaitParked(taker);
        link.close();
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(taker.isAlive()).isFalse();
    }

    @Example
    void shouldWakeAParkedTakerWhenInterrupted() throws Exception {
        Link<Integer> link = new Link<>(4);
        Thread taker = started(() -> link.take(new ArrayList<>(), 1, 1, TimeUnit.MINUTES.toNanos(5)));
        awaitParked(taker);
        taker.interrupt();
        taker.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        assertThat(taker.isAlive()).isFalse();
    }

    @Example
    void shouldWakeEveryBlockedProducerAsRoomComes() throws Exception {
        Link<Integer> link = new Link<>(1);
        link.offer(0);
        List<WorkerClock> clocks = List.of(new WorkerClock(), new WorkerClock(), new WorkerClock());
        List<Thread> producers = new ArrayList<>();
        for (WorkerClock clock : clocks) {
            clock.start(System.nanoTime());
            producers.add(started(() -> {
                link.put(1, clock);
                return null;
            }));
        }
        producers.forEach(LinkProperties::awaitParked);
        List<Integer> batch = new ArrayList<>();
        while (batch.size() < 4) {
            assertThat(link.take(batch, 1, 1, TimeUnit.SECONDS.toNanos(LIMIT_S)))
                    .isEqualTo(1);
        }
        for (Thread producer : producers) {
            producer.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
            assertThat(producer.isAlive()).isFalse();
        }
        assertThat(clocks).allMatch(clock -> clock.spent(System.nanoTime()).blockedNs() > 0);
    }

    @Example
    void shouldKeepNoReferenceToWhatWasTaken() throws Exception {
        Link<Object> link = new Link<>(4);
        List<Object> batch = new ArrayList<>();
        java.lang.ref.WeakReference<Object> gone = offered(link);
        link.take(batch, 1, 1, 0);
        batch.clear();
        Awaitility.await().atMost(Duration.ofSeconds(LIMIT_S)).until(() -> {
            System.gc();
            return gone.refersTo(null);
        });
        assertThat(link.waiting()).isZero();
    }

    private static java.lang.ref.WeakReference<Object> offered(Link<Object> link) {
        Object element = new Object();
        link.offer(element);
        return new java.lang.ref.WeakReference<>(element);
    }

    private static List<List<Element>> passThrough(
            Link<Element> link, int producers, int takers, TakeLimit appetite, int perProducer) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<Element>>> results = new ArrayList<>();
            for (int i = 0; i < takers; i++) {
                results.add(threads.submit(() -> takeAll(link, appetite, takers)));
            }
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int producer = i;
                puts.add(threads.submit(() -> putAll(link, producer, perProducer)));
            }
            for (Future<?> put : puts) {
                put.get(LIMIT_S, TimeUnit.SECONDS);
            }
            link.close();
            List<List<Element>> taken = new ArrayList<>();
            for (Future<List<Element>> result : results) {
                taken.add(result.get(LIMIT_S, TimeUnit.SECONDS));
            }
            return taken;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void putAll(Link<Element> link, int producer, int count) throws InterruptedException {
        WorkerClock clock = new WorkerClock();
        for (int number = 0; number < count; number++) {
            link.put(new Element(producer, number), clock);
        }
        return null;
    }

    private static List<Element> takeAll(Link<Element> link, TakeLimit appetite, int takers)
            throws InterruptedException {
        List<Element> taken = Collections.synchronizedList(new ArrayList<>());
        List<Element> batch = new ArrayList<>();
        for (int count; (count = link.take(batch, appetite, takers, POLL_NS)) >= 0; batch.clear()) {
            assertThat(batch).hasSize(count);
            taken.addAll(batch);
        }
        return taken;
    }

    private static Thread started(Callable<?> work) {
        Thread thread = new Thread(() -> {
            try {
                work.call();
            } catch (Exception e) {
                // ends the thread, which is what is looked at
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitParked(Thread thread) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(LIMIT_S))
                .pollInterval(Duration.ofMillis(2))
                .until(() ->
                        thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
    }
}
