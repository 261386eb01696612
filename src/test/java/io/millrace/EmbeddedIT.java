package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Item;
import io.millrace.engine.pipeline.Ending;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Millrace inside somebody else's process: their source, step and writer, no signal handlers, no System.exit. */
@Timeout(60)
class EmbeddedIT {

    // What the README shows begins here.
    static final class Words implements Source<String> {
        @Override
        public Publisher<Item<String>> items() {
            return Flux.range(0, 1000).map(i -> Item.of("word-" + i, "w" + i));
        }
    }

    static final class Lengths implements Writer<Integer> {
        private final Map<String, Integer> table;

        Lengths(Map<String, Integer> table) {
            this.table = table;
        }

        @Override
        public void write(List<Result<Integer>> results) {
            results.forEach(r -> table.put(r.item().id().value(), r.values().get(0)));
        }
    }

    static Ending run(Map<String, Integer> table) throws InterruptedException {
        Plan plan = Plan.from(new Words())
                .then("measure", StageSettings.of(4), () -> Step.of(String::length))
                .write("write", StageSettings.of(1), () -> new Lengths(table));
        return Pipeline.run(plan);
    }
    // What the README shows ends here.

    @Test
    void shouldRunTwoPipelinesAtOnceAndLeaveTheHostAsItWas() throws Exception {
        List<String> handlers = handlers();
        var executor = Executors.newFixedThreadPool(2);
        Map<String, Integer> first = new ConcurrentHashMap<>();
        Map<String, Integer> second = new ConcurrentHashMap<>();
        List<Future<Ending>> runs = executor.invokeAll(List.of(() -> run(first), () -> run(second)));
        for (Future<Ending> run : runs) {
            assertThat(run.get(30, TimeUnit.SECONDS).how()).isEqualTo(Ending.How.COMPLETED);
        }
        executor.shutdown();

        Map<String, Integer> expected = new ConcurrentHashMap<>();
        IntStream.range(0, 1000).forEach(i -> expected.put("word-" + i, ("w" + i).length()));
        assertThat(first).isEqualTo(expected);
        assertThat(second).isEqualTo(expected);
        assertThat(handlers()).isEqualTo(handlers);
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.startsWith("measure-") || name.startsWith("write-") || name.equals("retry"));
    }

    @Test
    void shouldSayWhatBecameOfItemsWhoseStepFails() throws Exception {
        Plan plan = Plan.from(new Words())
                .then(
                        "measure",
                        StageSettings.of(4),
                        () -> Step.of((String word) -> {
                            if (word.endsWith("00")) {
                                throw new IllegalStateException(word + " is too round");
                            }
                            return word.length();
                        }))
                .write("write", StageSettings.of(1), () -> new Lengths(new ConcurrentHashMap<>()));
        Ending ending = Pipeline.run(plan);
        assertThat(ending.how()).isEqualTo(Ending.How.COMPLETED);
        assertThat(ending.clean()).isFalse();
        assertThat(ending.items().done()).isEqualTo(991);
        assertThat(ending.items().failed()).isEqualTo(9);
        assertThat(ending.failures()).isEqualTo(Map.of("IllegalStateException", 9L));
        assertThat(ending.first().fault().message()).contains("is too round");
    }

    @Test
    void shouldSayThatARunFailedWhoseWriterCannotWrite() throws Exception {
        Writer<String> full = results -> {
            throw new IOException("No space left on device");
        };
        Plan plan = Plan.from(new Words()).write("write", StageSettings.of(1), () -> full);
        Ending ending = Pipeline.run(plan);
        assertThat(ending.how()).isEqualTo(Ending.How.FAILED);
        assertThat(ending.failure()).hasMessageContaining("No space left");
        assertThat(ending.clean()).isFalse();
        assertThat(ending.items().done()).isZero();
    }

    /** One that has a fault may have written anything. */
    @Test
    void shouldSayThatARunFailedWhoseWriterIsWrong() throws Exception {
        Writer<String> wrong = results -> {
            throw new IllegalStateException("the table has no such column");
        };
        Ending ending = Pipeline.run(Plan.from(new Words()).write("write", StageSettings.of(1), () -> wrong));
        assertThat(ending.how()).isEqualTo(Ending.How.FAILED);
        assertThat(ending.failure()).hasMessageContaining("no such column");
    }

    /** Who would get INT and TERM, found out by putting a handler in and taking it out again. */
    private static List<String> handlers() throws ReflectiveOperationException {
        return List.of(handler("INT"), handler("TERM"));
    }

    /** By its text: the JVM wraps the same handler anew for each who asks. */
    private static String handler(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = type.getConstructor(String.class).newInstance(name);
        Object byDefault = handlerType.getField("SIG_DFL").get(null);
        Object before = type.getMethod("handle", type, handlerType).invoke(null, signal, byDefault);
        type.getMethod("handle", type, handlerType).invoke(null, signal, before);
        return before.toString();
    }
}
