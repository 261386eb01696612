package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Auto;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.pipeline.Books;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.RetryRule;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.embed.OnnxEmbedder;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Embedding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A whole pipeline around a model. */
@Timeout(120)
class ModelPipelineTest {

    private static final int PICTURES = 40;
    private static final int WHITE = 17;

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    /** The run is terminated, so the worker stays and its model can be closed. */
    @Test
    void shouldTerminateARunThatDoesNotComeForward() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (OnnxModel model = OnnxModel.open(
                        TinyModels.card(3),
                        TinyModels.endlessOnWhite(folder.resolve("m.onnx")),
                        TinyModels.settings(1));
                BufferPool pool = new BufferPool(1 << 20)) {
            Ending ending = run(pool, WHITE, () -> {
                opened.incrementAndGet();
                return new OnnxEmbedder(model, pool);
            });

            assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
            assertThat(opened).hasValue(1);
            assertThat(pool.leases()).isZero();
        }
        assertThat(outcomes).hasSize(PICTURES);
        Outcome white = outcomes.remove("item-" + WHITE);
        assertThat(white.fault().type()).isEqualTo("Hung");
        assertThat(white.fault().message()).isEqualTo("no progress for 2 s");
        assertThat(outcomes.values()).allMatch(outcome -> outcome.status() == Outcome.Status.DONE);
    }

    /** Pictures come one by one, and wait for one another. */
    @Test
    void shouldGiveTheModelFullBatches() throws Exception {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        InferSettings patient = new InferSettings(
                Auto.AUTO, 64, new Auto(8), Duration.ofMinutes(1), Provider.CPU, 1, 1, Duration.ofSeconds(30));
        try (OnnxModel model =
                        OnnxModel.open(TinyModels.card(3), TinyModels.means(folder.resolve("m.onnx"), "n"), patient);
                BufferPool pool = new BufferPool(1 << 20)) {
            assertThat(model.batch()).isEqualTo(8);
            Ending ending = run(pool, -1, () -> new Counted(new OnnxEmbedder(model, pool), sizes));
            assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
            assertThat(pool.leases()).isZero();
        }
        assertThat(sizes).containsExactly(8, 8, 8, 8, 8);
        assertThat(outcomes).hasSize(PICTURES);
        assertThat(outcomes.values()).allMatch(outcome -> outcome.status() == Outcome.Status.DONE);
    }

    /** Notes how many pictures come at once. */
    private record Counted(OnnxEmbedder step, List<Integer> sizes) implements Step<AlignedImage, Embedding> {

        @Override
        public void apply(List<Part<AlignedImage>> batch, Output<Embedding> out) throws FaultException {
            sizes.add(batch.size());
            step.apply(batch, out);
        }

        @Override
        public int batch() {
            return step.batch();
        }

        @Override
        public Duration linger() {
            return step.linger();
        }

        @Override
        public void close() {
            step.close();
        }
    }

    private Ending run(BufferPool pool, int white, Supplier<Step<AlignedImage, Embedding>> infer)
            throws InterruptedException {
        Plan plan = Plan.from(() -> Flux.range(0, PICTURES).map(i -> Item.of("item-" + i, i)))
                .then("align", StageSettings.of(1), () -> Step.of(number -> picture(pool, number == white)))
                .then("infer", new StageSettings(1, 64, Duration.ofSeconds(2)), infer)
                .write("write", StageSettings.of(1), () -> results -> {});
        Pipeline pipeline = new Pipeline(
                plan,
                new PipelineSettings(PICTURES, Long.MAX_VALUE, RetryRule.NEVER),
                Books.none(),
                (item, outcome, attempt) -> outcomes.put(item.id().value(), outcome));
        pipeline.start();
        return pipeline.await();
    }

    private static AlignedImage picture(BufferPool pool, boolean white) {
        byte[] picture = new byte[TinyModels.NUMBERS];
        Arrays.fill(picture, (byte) (white ? 255 : 7));
        return TinyModels.image(pool, picture);
    }
}
