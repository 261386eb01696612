package io.millrace.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flow.Step;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.media.AlignedImage;
import io.millrace.media.BufferPool;
import io.millrace.pipeline.Books;
import io.millrace.pipeline.Ending;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineSettings;
import io.millrace.pipeline.Plan;
import io.millrace.pipeline.StageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A whole pipeline around a model. */
@Timeout(120)
class HungModelTest {

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
            Ending ending = run(model, pool, opened, WHITE);

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

    @Test
    void shouldGiveTheModelFullBatches() throws Exception {
        try (OnnxModel model = OnnxModel.open(
                        TinyModels.card(3), TinyModels.means(folder.resolve("m.onnx"), "n"), TinyModels.settings(8));
                BufferPool pool = new BufferPool(1 << 20)) {
            assertThat(model.batch()).isEqualTo(8);
            assertThat(run(model, pool, new AtomicInteger(), -1).how()).isEqualTo(Ending.How.COMPLETED);
            assertThat(pool.leases()).isZero();
        }
        assertThat(outcomes).hasSize(PICTURES);
        assertThat(outcomes.values()).allMatch(outcome -> outcome.status() == Outcome.Status.DONE);
    }

    private Ending run(OnnxModel model, BufferPool pool, AtomicInteger opened, int white) throws InterruptedException {
        Plan plan = Plan.from(() -> Flux.range(0, PICTURES).map(i -> Item.of("item-" + i, i)))
                .then("align", StageSettings.of(1), () -> Step.of(number -> picture(pool, number == white)))
                .then("infer", new StageSettings(1, 64, Duration.ofSeconds(2)), () -> {
                    opened.incrementAndGet();
                    return new OnnxEmbedder(model, pool);
                })
                .write("write", StageSettings.of(1), () -> results -> {});
        Pipeline pipeline = new Pipeline(
                plan,
                PipelineSettings.of(plan),
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
