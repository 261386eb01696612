package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusedStepTest {

    private final List<String> closed = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Emitted<Load> out = new Emitted<>((part, index, value, most) -> left.add(value.name));

    /** A payload that tells when it is closed. */
    private final class Load implements AutoCloseable {
        final String name;

        Load(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            assertThat(closed).as("closed once").doesNotContain(name);
            closed.add(name);
        }
    }

    private final Step<String, Load> twice = (batch, output) -> {
        for (Part<String> part : batch) {
            output.emit(part, new Load(part.payload() + "0"));
            output.emit(part, new Load(part.payload() + "1"));
        }
    };

    @Test
    void shouldEmitInOrderAndCloseWhatLivedBetween() throws Exception {
        apply(twice.then((batch, output) -> {
            Part<Load> part = batch.get(0);
            output.emit(part, new Load(part.payload().name + "!"));
        }));
        assertThat(names()).containsExactly("x0!", "x1!");
        assertThat(closed).containsExactlyInAnyOrder("x0", "x1");
        out.discard();
        assertThat(closed).containsExactlyInAnyOrder("x0", "x1", "x0!", "x1!");
    }

    @Test
    void shouldNotCloseWhatTheSecondStepHandsOn() throws Exception {
        apply(twice.then(
                (batch, output) -> output.emit(batch.get(0), batch.get(0).payload())));
        assertThat(names()).containsExactly("x0", "x1");
        assertThat(closed).isEmpty();
    }

    @Test
    void shouldCloseEverythingOnceWhenTheSecondStepThrows() {
        Step<String, Load> fused = twice.then((batch, output) -> {
            Load load = batch.get(0).payload();
            output.emit(batch.get(0), load.name.endsWith("0") ? load : new Load("late"));
            if (load.name.endsWith("1")) {
                throw new IllegalStateException("second");
            }
        });
        assertThatThrownBy(() -> apply(fused)).hasMessage("second");
        out.discard();
        assertThat(closed).containsExactlyInAnyOrder("x0", "x1", "late");
    }

    @Test
    void shouldFailTheWholePartAndDropWhatComesAfter() throws Exception {
        Fault fault = Fault.of("Bad", "bad");
        apply(twice.then((batch, output) -> {
            Part<Load> part = batch.get(0);
            if (part.payload().name.endsWith("0")) {
                output.fail(part, fault);
            } else {
                output.emit(part, new Load("late"));
            }
        }));
        assertThat(out.end(0)).isEqualTo(Outcome.failed(fault));
        assertThat(names()).isEmpty();
        assertThat(closed).containsExactlyInAnyOrder("x0", "x1", "late");
    }

    @Test
    void shouldLetTheSecondStepsResultsLeaveEarlyButNotTheFirsts() throws Exception {
        apply(twice.then((batch, output) ->
                output.stream(batch.get(0), new Load(batch.get(0).payload().name + "!"), 1)));
        assertThat(left).containsExactly("x0!", "x1!");
        assertThat(closed).containsExactlyInAnyOrder("x0", "x1");
        Step<String, Load> early = (batch, output) -> output.stream(batch.get(0), new Load("early"), 1);
        assertThatThrownBy(() -> apply(early.then(Step.of(load -> load))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(closed).contains("early");
    }

    @Test
    void shouldCloseBothStepsEvenIfOneThrows() {
        List<String> steps = new ArrayList<>();
        Step<String, String> first = closing("first", steps);
        Step<String, String> second = closing("second", steps);
        assertThatThrownBy(() -> first.then(second).close()).isInstanceOf(IllegalStateException.class);
        assertThat(steps).containsExactly("second", "first");
    }

    @Test
    void shouldRefuseNullsAndPartsOfOthers() {
        Parcel<String> mine = part("x");
        out.begin(List.of(mine));
        assertThatThrownBy(() -> out.emit(mine, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> out.fail(mine, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> out.emit(part("y"), new Load("y"))).isInstanceOf(IllegalArgumentException.class);
    }

    private void apply(Step<String, Load> fused) throws Exception {
        List<Parcel<String>> batch = List.of(part("x"));
        out.begin(batch);
        fused.apply(List.copyOf(batch), out);
    }

    private List<String> names() {
        return out.values(0).stream().map(load -> load.name).toList();
    }

    private static Parcel<String> part(String body) {
        return Parcel.alone(Item.of("item", body));
    }

    private static Step<String, String> closing(String name, List<String> steps) {
        return new Step<>() {
            @Override
            public void apply(List<Part<String>> batch, Output<String> output) {}

            @Override
            public void close() {
                steps.add(name);
                throw new IllegalStateException(name);
            }
        };
    }
}
