package io.millrace.engine.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Elements a second through three hops, each with its own threads and no work at all: what handing over costs. The same
 * with array blocking queues, and with Reactor's {@code parallel} where each hop is a change of scheduler.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class LinkBenchmark {

    private static final int ELEMENTS = 20_000;
    private static final int HOPS = 3;
    private static final int CAPACITY = 1024;
    private static final Object ELEMENT = new Object();
    private static final Object END = new Object();

    /** Threads of each hop. */
    @State(Scope.Benchmark)
    public static class Workers {
        @Param({"1", "2", "4"})
        public int workers;
    }

    /** The most a worker takes at once. */
    @State(Scope.Benchmark)
    public static class Take {
        @Param({"1", "16", "256"})
        public int take;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void link(Workers workers, Take take) throws InterruptedException {
        List<Link<Object>> links = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            links.add(new Link<>(CAPACITY));
        }
        CountDownLatch arrived = new CountDownLatch(ELEMENTS);
        List<Thread> threads = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            Link<Object> in = links.get(hop);
            Link<Object> out = hop + 1 < HOPS ? links.get(hop + 1) : null;
            for (int i = 0; i < workers.workers; i++) {
                threads.add(started(() -> pass(in, out, take.take, workers.workers, arrived)));
            }
        }
        WorkerClock clock = new WorkerClock();
        for (int i = 0; i < ELEMENTS; i++) {
            links.get(0).put(ELEMENT, clock);
        }
        arrived.await();
        links.forEach(Link::close);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void arrayBlockingQueue(Workers workers) throws InterruptedException {
        List<BlockingQueue<Object>> queues = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            queues.add(new ArrayBlockingQueue<>(CAPACITY));
        }
        CountDownLatch arrived = new CountDownLatch(ELEMENTS);
        List<Thread> threads = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            BlockingQueue<Object> in = queues.get(hop);
            BlockingQueue<Object> out = hop + 1 < HOPS ? queues.get(hop + 1) : null;
            for (int i = 0; i < workers.workers; i++) {
                threads.add(started(() -> pass(in, out, arrived)));
            }
        }
        for (int i = 0; i < ELEMENTS; i++) {
            queues.get(0).put(ELEMENT);
        }
        arrived.await();
        for (BlockingQueue<Object> queue : queues) {
            for (int i = 0; i < workers.workers; i++) {
                queue.put(END);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void reactorParallel(Workers workers) throws InterruptedException {
        List<Scheduler> hops = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            hops.add(Schedulers.newParallel("hop", workers.workers, true));
        }
        CountDownLatch arrived = new CountDownLatch(ELEMENTS);
        Flux.range(0, ELEMENTS)
                .parallel(workers.workers)
                .runOn(hops.get(0), CAPACITY)
                .sequential(CAPACITY)
                .parallel(workers.workers)
                .runOn(hops.get(1), CAPACITY)
                .sequential(CAPACITY)
                .parallel(workers.workers)
                .runOn(hops.get(2), CAPACITY)
                .subscribe(number -> arrived.countDown());
        arrived.await();
        hops.forEach(Scheduler::dispose);
    }

    private static void pass(Link<Object> in, Link<Object> out, int take, int takers, CountDownLatch arrived)
            throws InterruptedException {
        WorkerClock clock = new WorkerClock();
        List<Object> batch = new ArrayList<>(take);
        while (in.take(batch, take, takers, TimeUnit.MILLISECONDS.toNanos(250)) >= 0) {
            for (Object element : batch) {
                if (out == null) {
                    arrived.countDown();
                } else {
                    out.put(element, clock);
                }
            }
            batch.clear();
        }
    }

    private static void pass(BlockingQueue<Object> in, BlockingQueue<Object> out, CountDownLatch arrived)
            throws InterruptedException {
        for (Object element; (element = in.take()) != END; ) {
            if (out == null) {
                arrived.countDown();
            } else {
                out.put(element);
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread started(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
