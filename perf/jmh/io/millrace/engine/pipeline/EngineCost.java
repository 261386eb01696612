package io.millrace.engine.pipeline;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Item;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the engine costs when it has next to nothing to do, as the share of one core that the whole process uses: idle
 * JVM, a pipeline that waits, and 100 items a second through steps that do nothing. The last is measured twice: in a
 * young JVM, which still interprets and compiles, and after {@value #WARM_ITEMS} items at full speed, as a long run
 * knows it. The pace itself is measured without the engine. Ten seconds each, after three to settle.
 */
public final class EngineCost {

    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int WARM_ITEMS = 300_000;
    private static final Duration PACE = Duration.ofMillis(10);
    private static final StageSettings STAGE = new StageSettings(2, 64);

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private EngineCost() {}

    public static void main(String[] args) throws InterruptedException {
        Publisher<Item<String>> never = Flux.never();
        Flux<Item<String>> paced = Flux.interval(PACE).map(number -> Item.of(Long.toString(number), "body"));
        double idle = share();
        double waiting = shareOf(never);
        double pace = shareOfPace(paced);
        double young = shareOf(paced.onBackpressureBuffer());
        double perSecond = warmUp();
        double warm = shareOf(paced.onBackpressureBuffer());
        System.out.printf("idle JVM                            %5.2f %% of a core%n", idle);
        System.out.printf("waiting pipeline                    %5.2f %% of a core (mark: below 1)%n", waiting);
        System.out.printf("pace alone, 100 items/s             %5.2f %% of a core%n", pace);
        System.out.printf("100 items/s, young JVM, beyond idle %5.2f %% of a core%n", young - idle);
        System.out.printf("100 items/s, warm JVM, beyond idle  %5.2f %% of a core (mark: below 2)%n", warm - idle);
        System.out.printf("at full speed                       %,.0f items/s%n", perSecond);
    }

    private static double warmUp() throws InterruptedException {
        long startNs = System.nanoTime();
        Pipeline.run(plan(Flux.range(0, WARM_ITEMS).map(number -> Item.of(Integer.toString(number), "body"))));
        return WARM_ITEMS * 1e9 / (System.nanoTime() - startNs);
    }

    /** Three stages of two workers each, a writer and the ledger. */
    private static Plan plan(Publisher<Item<String>> items) {
        Source<String> source = () -> items;
        return Plan.from(source)
                .then("first", STAGE, () -> Step.of(body -> body))
                .then("second", STAGE, () -> Step.of(body -> body))
                .then("third", STAGE, () -> Step.of(body -> body))
                .write("write", STAGE, () -> results -> {});
    }

    private static double shareOf(Publisher<Item<String>> items) throws InterruptedException {
        Plan plan = plan(items);
        Pipeline pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        pipeline.start();
        double share = share();
        pipeline.stop();
        pipeline.await();
        return share;
    }

    private static double shareOfPace(Flux<Item<String>> paced) throws InterruptedException {
        var running = paced.flatMap(Mono::just).subscribe();
        double share = share();
        running.dispose();
        return share;
    }

    private static double share() throws InterruptedException {
        Thread.sleep(SETTLE.toMillis());
        long cpuNs = PROCESS.getProcessCpuTime();
        long startNs = System.nanoTime();
        Thread.sleep(MEASURED.toMillis());
        return 100.0 * (PROCESS.getProcessCpuTime() - cpuNs) / (System.nanoTime() - startNs);
    }
}
