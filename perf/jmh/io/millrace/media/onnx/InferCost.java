package io.millrace.media.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.config.Auto;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Item;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.embed.OnnxEmbedder;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.ImageFile;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/**
 * What the way to a model costs: pictures through a pipeline, against threads that do nothing but run the same session
 * on a tensor that is ready. In turn, median of rounds, by the clock and by the processor time of the whole process,
 * which others on the machine disturb less. Then what a batch is worth, and a start.
 *
 * <p>Arguments: an .onnx file and the name of its card; then, to see batches, one that takes any batch.
 */
final class InferCost {

    private static final int PICTURES = 300;
    private static final int ROUNDS = 15;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final BufferPool pool = new BufferPool(64 << 20);
    private final ModelCard card;
    private final byte[][] pictures = new byte[32][];

    private InferCost(ModelCard card) {
        this.card = card;
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = new byte[card.alignment().bytes()];
            new Random(i).nextBytes(pictures[i]);
        }
    }

    public static void main(String[] args) throws Exception {
        long startNs = System.nanoTime();
        Ort.environment();
        System.out.printf("loading ONNX Runtime %.0f ms%n", (System.nanoTime() - startNs) / 1e6);
        ModelCard card = ModelCards.find(args[1], Path.of("conf"));
        startNs = System.nanoTime();
        try (OnnxModel model = OnnxModel.open(card, Path.of(args[0]), settings(new Auto(1)))) {
            System.out.printf(
                    "opening %s %.0f ms%n", Path.of(args[0]).getFileName(), (System.nanoTime() - startNs) / 1e6);
            for (int workers = 1; workers <= Runtime.getRuntime().availableProcessors(); workers *= 2) {
                new InferCost(card).compare(model, workers);
            }
        }
        for (int batch = 1; args.length > 2 && batch <= 16; batch *= 2) {
            new InferCost(ModelCards.find(args[3], Path.of("conf"))).batch(Path.of(args[2]), batch);
        }
    }

    private void compare(OnnxModel model, int workers) throws Exception {
        Cost[] bare = new Cost[ROUNDS];
        Cost[] ours = new Cost[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            bare[Math.max(round, 0)] = Cost.of(() -> bare(model, workers));
            ours[Math.max(round, 0)] = Cost.of(() -> pipeline(model, workers));
        }
        System.out.printf(
                "%d worker(s): bare loop %.1f pictures/s, pipeline %.1f, ratio %.3f; CPU ms a picture %.2f and %.2f, ratio %.3f"
                        + " (mark: 0.95)%n",
                workers,
                PICTURES / median(bare, Cost::seconds),
                PICTURES / median(ours, Cost::seconds),
                ratio(bare, ours, Cost::seconds),
                1e3 * median(bare, Cost::cpuSeconds) / PICTURES,
                1e3 * median(ours, Cost::cpuSeconds) / PICTURES,
                ratio(bare, ours, Cost::cpuSeconds));
    }

    /** What a round took. */
    private record Cost(double seconds, double cpuSeconds) {

        interface Round {
            void run() throws Exception;
        }

        static Cost of(Round round) throws Exception {
            long startNs = System.nanoTime();
            long cpuNs = PROCESS.getProcessCpuTime();
            round.run();
            return new Cost((System.nanoTime() - startNs) / 1e9, (PROCESS.getProcessCpuTime() - cpuNs) / 1e9);
        }
    }

    private static double median(Cost[] costs, ToDoubleFunction<Cost> what) {
        return median(Arrays.stream(costs).mapToDouble(what).toArray());
    }

    private static double ratio(Cost[] bare, Cost[] ours, ToDoubleFunction<Cost> what) {
        return median(IntStream.range(0, ROUNDS)
                .mapToDouble(i -> what.applyAsDouble(bare[i]) / what.applyAsDouble(ours[i]))
                .toArray());
    }

    /** Threads that run the session on a tensor that is ready. */
    private void bare(OnnxModel model, int workers) throws Exception {
        AtomicInteger left = new AtomicInteger(PICTURES);
        Thread[] threads = new Thread[workers];
        for (int i = 0; i < workers; i++) {
            threads[i] = new Thread(() -> bareLoop(model, left));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void bareLoop(OnnxModel model, AtomicInteger left) {
        InputBatch input = model.input(ByteBuffer.allocateDirect((int) model.bytesPerWorker()));
        input.put(0, ByteBuffer.wrap(pictures[0]));
        try (OrtSession.RunOptions options = Ort.runOptions();
                OnnxTensor ready = input.tensor(1)) {
            while (left.decrementAndGet() >= 0) {
                model.session().run(ready, 1, options);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void pipeline(OnnxModel model, int workers) throws InterruptedException {
        Source<Integer> source = () -> Flux.range(0, PICTURES).map(i -> Item.of("picture-" + i, i));
        Plan plan = Plan.from(source)
                .then("align", StageSettings.of(1), () -> Step.of(this::picture))
                .then("infer", new StageSettings(workers, 64), () -> new OnnxEmbedder(model, pool))
                .write("write", StageSettings.of(1), () -> results -> {});
        Pipeline.run(plan);
    }

    private void batch(Path file, int batch) throws Exception {
        try (OnnxModel model = OnnxModel.open(card, file, settings(new Auto(batch)));
                OrtSession.RunOptions options = Ort.runOptions()) {
            InputBatch input = model.input(ByteBuffer.allocateDirect((int) model.bytesPerWorker()));
            double[] rates = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                long startNs = System.nanoTime();
                for (int done = 0; done < 64; done += batch) {
                    for (int i = 0; i < model.batch(); i++) {
                        input.put(i, ByteBuffer.wrap(pictures[i]));
                    }
                    model.session().run(input, model.batch(), options);
                }
                rates[Math.max(round, 0)] = 64e9 / (System.nanoTime() - startNs);
            }
            System.out.printf(
                    "%s, batch %d (of %d asked): %.1f pictures/s on one thread%n",
                    file.getFileName(), model.batch(), batch, median(rates));
        }
    }

    private AlignedImage picture(int number) {
        byte[] bytes = pictures[number % pictures.length];
        Lease pixels = pool.lease(bytes.length);
        pixels.buffer().put(bytes);
        int[] shape = {card.alignment().height(), card.alignment().width(), 3};
        return new AlignedImage(new ImageFile(Path.of("p"), "p"), "", shape[1], shape[0], new Tensor(shape, pixels));
    }

    private static InferSettings settings(Auto batch) {
        return new InferSettings(
                Auto.AUTO, 64, batch, Duration.ofMillis(5), Provider.CPU, 1, 1, Duration.ofSeconds(60));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
