package io.millrace.pipeline;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.flow.Source;
import io.millrace.flow.Step;
import io.millrace.item.Item;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the engine costs when it has next to nothing to do, as the share of one core that the whole process uses: idle JVM,
 * a pipeline that waits, and 100 items a second through steps that do nothing. The pace itself is measured without the
 * engine, so that it can be taken off. Ten seconds each, after ten to warm up.
 */
public final class EngineCost {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(10);
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
        double busy = shareOf(paced.onBackpressureBuffer());
        System.out.printf("idle JVM                 %5.2f %% of a core%n", idle);
        System.out.printf("waiting pipeline         %5.2f %% of a core (mark: below 1)%n", waiting);
        System.out.printf("pace alone, 100 items/s  %5.2f %% of a core%n", pace);
        System.out.printf("engine, 100 items/s      %5.2f %% of a core%n", busy);
        System.out.printf("engine beyond idle JVM   %5.2f %% of a core (mark: below 2)%n", busy - idle);
    }

    /** Three stages of two workers each, a writer and the ledger. */
    private static double shareOf(Publisher<Item<String>> items) throws InterruptedException {
        Source<String> source = () -> items;
        Plan plan = Plan.from(source)
                .then("first", STAGE, () -> Step.of(body -> body))
                .then("second", STAGE, () -> Step.of(body -> body))
                .then("third", STAGE, () -> Step.of(body -> body))
                .write("write", STAGE, () -> results -> {});
        Pipeline pipeline = new Pipeline(plan, PipelineSettings.of(plan), Books.none(), Observer.NONE);
        pipeline.start();
        double share = share();
        System.out.println("  " + pipeline.items());
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
        Thread.sleep(WARM_UP.toMillis());
        long cpuNs = PROCESS.getProcessCpuTime();
        long startNs = System.nanoTime();
        Thread.sleep(MEASURED.toMillis());
        return 100.0 * (PROCESS.getProcessCpuTime() - cpuNs) / (System.nanoTime() - startNs);
    }
}
