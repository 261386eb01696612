package io.millrace.show.verdict;

import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Ticket;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.ReadyTimes;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Machine;
import io.millrace.engine.metrics.Status.Memory;
import io.millrace.engine.metrics.Status.Output;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.metrics.Status.State;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Observer;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.PlanBuilder;
import io.millrace.engine.plan.RetryRule;
import io.millrace.engine.plan.StageSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/** A running pipeline of four stages that only spend time, and the history that is fed from it. */
final class Rig implements AutoCloseable {

    static final List<String> STAGES = List.of("decode", "transform", "infer", "write");
    private static final int QUEUE = 64;
    private static final int MOST = 8;
    private static final List<String> ALL = List.of(Status.SOURCE, "decode", "transform", "infer", "write");

    /** How a stage spends the time of an item. */
    enum Way {
        SLEEPING,
        BURNING
    }

    /** What a stage does with an item. */
    record Work(Way way, double millis) {

        void perform() throws InterruptedException {
            long endNs = System.nanoTime() + (long) (millis * 1e6);
            if (way == Way.SLEEPING) {
                TimeUnit.NANOSECONDS.sleep((long) (millis * 1e6));
                return;
            }
            while (System.nanoTime() < endNs) {
                Thread.onSpinWait();
            }
        }
    }

    private final Map<String, Work> works;
    private final Pipeline pipeline;
    private final History history;
    private final ReadyTimes readyTimes = new ReadyTimes();
    private final int total;
    private final double speed;

    /**
     * Whether no other pipeline of the process has stages of these names: only then it is known when they wanted a
     * processor.
     */
    private boolean alone;

    private final long startNs = System.nanoTime();

    /**
     * @param works by stage; may be changed while it runs
     * @param workers by stage; one where none is given
     * @param settled items, the first ones, that an earlier run has ended
     * @param speed by which the clock of the snapshots is faster
     */
    Rig(Map<String, Work> works, Map<String, Integer> workers, int inFlight, int total, int settled, double speed) {
        this.works = works;
        this.total = total;
        this.speed = speed;
        Plan plan = plan(workers, total);
        this.pipeline = new Pipeline(
                plan, new PipelineSettings(inFlight, Long.MAX_VALUE, RetryRule.NEVER), books(settled), Observer.NONE);
        this.history = new History(new Bounds("/data/videos", inFlight));
        pipeline.start();
    }

    static Rig endless(Map<String, Work> works, Map<String, Integer> workers, int inFlight) {
        return new Rig(works, workers, inFlight, Integer.MAX_VALUE, 0, 1);
    }

    private Plan plan(Map<String, Integer> workers, int items) {
        Source<Integer> source = () -> Flux.range(0, items).map(number -> Item.of(Integer.toString(number), number));
        PlanBuilder<Integer> steps = Plan.from(source);
        for (String stage : STAGES.subList(0, 3)) {
            steps = steps.then(stage, new StageSettings(workers.getOrDefault(stage, 1), QUEUE), () -> step(stage));
        }
        return steps.write(
                "write",
                new StageSettings(workers.getOrDefault("write", 1), QUEUE),
                () -> results -> works.get("write").perform());
    }

    private Step<Integer, Integer> step(String stage) {
        return (batch, out) -> {
            for (Part<Integer> part : batch) {
                works.get(stage).perform();
                out.emit(part, part.payload());
            }
        };
    }

    private static Books books(int settled) {
        return new Books() {
            private long next;

            @Override
            public long ordinal(Item<?> item) {
                return next++;
            }

            @Override
            public Outcome settled(Item<?> item) {
                return (Integer) item.body() < settled ? Outcome.DONE : null;
            }

            @Override
            public void record(Ticket ticket) {}

            @Override
            public void commit() {}
        };
    }

    Rig alone() {
        alone = true;
        return this;
    }

    /** Looks about once a second of the snapshots' clock until what is said fits; null if it does not in time. */
    Outlook until(Duration limit, Predicate<Outlook> fits) throws InterruptedException {
        double end = seconds() + limit.toNanos() / 1e9;
        while (seconds() < end) {
            Outlook outlook = look();
            if (fits.test(outlook)) {
                return outlook;
            }
            TimeUnit.MILLISECONDS.sleep((long) (500 / speed));
        }
        return null;
    }

    void scale(String stage, int workers) {
        pipeline.scale(stage, workers);
    }

    Outlook look() {
        return history.add(status());
    }

    boolean isOver() throws InterruptedException {
        return pipeline.await(Duration.ZERO);
    }

    double seconds() {
        return (System.nanoTime() - startNs) / 1e9 * speed;
    }

    Status status() {
        Status.Items items = pipeline.items();
        return new Status(
                "rig",
                "1",
                Status.Phase.ONLY,
                State.RUNNING,
                false,
                Instant.EPOCH,
                Duration.ofNanos((long) (seconds() * 1e9)),
                new Status.Items(total, true, items.resumed(), items.done(), 0, 0, 0),
                0,
                pipeline.stages().stream().map(this::roomy).toList(),
                new Memory(0, 1, 0, Long.MAX_VALUE, -1, -1, pipeline.waiting()),
                new Machine("here", Runtime.getRuntime().availableProcessors(), cpuNs(), 0),
                new Output("out/rig", -1, 0, -1, 0, null),
                Map.of(),
                List.of(),
                pipeline.open(),
                Outlook.NONE);
    }

    /** The same with room for more workers, and what the system knows of those that there are. */
    private StageStatus roomy(StageStatus stage) {
        return new StageStatus(
                stage.name(),
                stage.workers(),
                stage.name().equals(Status.SOURCE) ? 1 : MOST,
                stage.busyNs(),
                stage.blockedNs(),
                stage.idleNs(),
                stage.cpuNs(),
                stage.queued(),
                stage.queueCapacity(),
                stage.parts(),
                stage.calls(),
                stage.p50Ns(),
                stage.p99Ns(),
                stage.maxNs(),
                stage.errors(),
                alone ? readyTimes.now(ALL).getOrDefault(stage.name(), -1L) : -1);
    }

    private static long cpuNs() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /** All of them quick, {@code slow} not. */
    static Map<String, Work> works(String slow, Way way, double millis) {
        Map<String, Work> works = new ConcurrentHashMap<>();
        STAGES.forEach(stage -> works.put(stage, new Work(Way.SLEEPING, 1)));
        works.put(slow, new Work(way, millis));
        return works;
    }

    static Map<String, Integer> workers(String stage, int number) {
        Map<String, Integer> workers = new LinkedHashMap<>();
        workers.put(stage, number);
        return workers;
    }

    @Override
    public void close() {
        pipeline.stop();
        try {
            pipeline.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
