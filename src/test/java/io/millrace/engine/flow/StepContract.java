package io.millrace.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.BufferPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every step has to bear, whatever it does. A test class of a step extends this and says how to open the step,
 * what to feed it and how to compare its results; a small engine here does with payloads what the real one does.
 *
 * @param <I> payload taken
 * @param <O> payload emitted
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StepContract<I, O> {

    private static final int PARTS = 5;

    /** Every buffer that inputs or results need comes from here, and is back at the end of every test. */
    protected final BufferPool pool = new BufferPool(64 << 20);

    /** A new step, as a worker opens it. */
    protected abstract Step<I, O> open();

    /** The {@code n}-th of any number of inputs that work; equal for equal {@code n}, made anew at each call. */
    protected abstract Item<I> good(int n);

    /** An input that this step fails, made anew at each call; null if no input can make it fail. */
    protected abstract Item<I> poisoned();

    /** What is to be equal when two results are: text, numbers or lists of them, holding no buffer. */
    protected abstract Object describe(O result);

    /** The same for an input, so that a change of it is noticed. */
    protected abstract Object describeInput(I input);

    @AfterEach
    void shouldBringAllLeasesHome() {
        assertThat(pool.leases()).as("leases not returned").isZero();
        pool.close();
    }

    @Test
    protected void shouldGiveTheSameWhenPartsComeOneAtATimeOrAllAtOnce() {
        List<Object> oneAtATime = run(1, goods());
        List<Object> allAtOnce = run(Integer.MAX_VALUE, goods());

        assertThat(allAtOnce).isEqualTo(oneAtATime).hasSize(PARTS);
    }

    @Test
    protected void shouldGiveTheSameWhenOpenedAgain() {
        assertThat(run(1, goods())).isEqualTo(run(1, goods()));
    }

    @Test
    protected void shouldNotRememberEarlierPartsWhenTheOrderChanges() {
        List<Item<I>> backwards = goods();
        Collections.reverse(backwards);
        List<Object> results = run(1, backwards);
        Collections.reverse(results);

        assertThat(results).isEqualTo(run(1, goods()));
    }

    @Test
    protected void shouldLeaveItsInputAloneAndBearASecondCall() throws Exception {
        try (Step<I, O> step = open()) {
            Part<I> part = Part.alone(good(0));
            Object before = describeInput(part.payload());

            Collected first = new Collected();
            step.apply(List.of(part), first);
            Object firstResult = first.describe(part);
            first.discard(part);
            Collected second = new Collected();
            step.apply(List.of(part), second);

            assertThat(second.describe(part)).as("the second call's result").isEqualTo(firstResult);
            assertThat(describeInput(part.payload())).as("the input").isEqualTo(before);
            second.settle(List.of(part));
        }
    }

    @Test
    protected void shouldCostOnlyItselfWhenAPoisonedPartComesInTheMiddle() {
        Item<I> poison = poisoned();
        assumeTrue(poison != null, "nothing can make this step fail");
        List<Item<I>> items = goods();
        items.add(PARTS / 2, poison);

        List<Object> results = run(Integer.MAX_VALUE, items);

        assertThat(results.remove(PARTS / 2)).isInstanceOf(Fault.class);
        assertThat(results).isEqualTo(run(1, goods()));
    }

    @Test
    protected void shouldBearBeingClosedTwiceAndWithoutEverBeingUsed() {
        Step<I, O> unused = open();
        unused.close();
        assertThatCode(unused::close).doesNotThrowAnyException();
    }

    private List<Item<I>> goods() {
        List<Item<I>> items = new ArrayList<>();
        for (int n = 0; n < PARTS; n++) {
            items.add(good(n));
        }
        return items;
    }

    /** One description per item, in order: the list of its results, or its fault. */
    private List<Object> run(int atMost, List<Item<I>> items) {
        List<Object> ends = new ArrayList<>();
        try (Step<I, O> step = open()) {
            int size = Math.min(atMost, step.batch());
            for (int from = 0; from < items.size(); from += size) {
                List<Part<I>> batch = new ArrayList<>();
                for (Item<I> item : items.subList(from, Math.min(items.size(), from + size))) {
                    batch.add(Part.alone(item));
                }
                ends.addAll(settle(step, batch));
            }
        }
        return ends;
    }

    /**
     * As the engine does: a batch that throws is applied again part by part, and a part that throws alone has failed.
     */
    private List<Object> settle(Step<I, O> step, List<Part<I>> batch) {
        Collected out = new Collected();
        try {
            step.apply(batch, out);
        } catch (Exception e) {
            batch.forEach(out::discard);
            if (batch.size() > 1) {
                List<Object> ends = new ArrayList<>();
                batch.forEach(part -> ends.addAll(settle(step, List.of(part))));
                return ends;
            }
            out.fail(batch.get(0), Fault.from(e));
        }
        List<Object> ends = batch.stream().map(out::describe).toList();
        out.settle(batch);
        return ends;
    }

    /** What a step left, by part. */
    private final class Collected implements Output<O> {

        private final IdentityHashMap<Part<?>, List<O>> emitted = new IdentityHashMap<>();
        private final IdentityHashMap<Part<?>, Fault> failed = new IdentityHashMap<>();

        @Override
        public void emit(Part<?> part, O value) {
            assertThat(value).as("an emitted value").isNotNull();
            emitted.computeIfAbsent(part, p -> new ArrayList<>()).add(value);
        }

        /** As if all that left was on its way for long: what it holds may not be made anew or written to. */
        @Override
        public void stream(Part<?> part, O value, int most) {
            assertThat(most).as("results under way").isPositive();
            emit(part, value);
        }

        @Override
        public void fail(Part<?> part, Fault fault) {
            discard(part);
            failed.put(part, fault);
        }

        @Override
        public void empty(Part<?> part, Fault reason) {
            fail(part, reason);
        }

        Object describe(Part<?> part) {
            Fault fault = failed.get(part);
            return fault != null
                    ? fault
                    : emitted.getOrDefault(part, List.of()).stream()
                            .map(StepContract.this::describe)
                            .toList();
        }

        void discard(Part<?> part) {
            List<O> values = emitted.remove(part);
            if (values != null) {
                values.stream().filter(value -> value != part.payload()).forEach(Payloads::close);
            }
        }

        /** Closes all results and all inputs, each once, and takes care that only parts of the batch were answered. */
        void settle(List<Part<I>> batch) {
            for (Part<I> part : batch) {
                discard(part);
                failed.remove(part);
                Payloads.close(part.payload());
            }
            assertThat(emitted)
                    .as("results of parts that were not in the batch")
                    .isEmpty();
            assertThat(failed).as("faults of parts that were not in the batch").isEmpty();
        }
    }
}
