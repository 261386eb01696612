package io.millrace.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedStepTest {

    private final List<Long> toldNs = new ArrayList<>();
    private final List<Long> toldAtNs = new ArrayList<>();
    private final List<Long> leftAtNs = new ArrayList<>();

    /** Inline, later stages even run in that time. */
    @Test
    void shouldNotCountTheTimeInWhichEarlierResultsLeft() throws Exception {
        Item<String> item = new Item<>(new ItemId("a"), "a", Identity.NONE, "a", null, Content.NONE);
        new TracedStep<String, String>("decode", TracedStepTest::streamTwo, (stage, of, value, ns) -> {
                    toldNs.add(ns);
                    toldAtNs.add(System.nanoTime());
                })
                .apply(List.of(Part.alone(item)), new Slow());

        assertThat(toldNs).hasSize(2);
        assertThat(toldNs.get(1)).isLessThanOrEqualTo(toldAtNs.get(1) - leftAtNs.get(0));
    }

    private static void streamTwo(List<Part<String>> batch, Output<String> out) throws Exception {
        out.stream(batch.get(0), "one", 1);
        out.stream(batch.get(0), "two", 1);
    }

    private final class Slow implements Output<String> {

        @Override
        public void stream(Part<?> part, String value, int most) throws InterruptedException {
            Thread.sleep(5);
            leftAtNs.add(System.nanoTime());
        }

        @Override
        public void emit(Part<?> part, String value) {
            throw new AssertionError();
        }

        @Override
        public void empty(Part<?> part, Fault reason) {
            throw new AssertionError();
        }

        @Override
        public void fail(Part<?> part, Fault fault) {
            throw new AssertionError();
        }
    }
}
