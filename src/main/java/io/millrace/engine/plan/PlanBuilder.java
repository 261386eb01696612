package io.millrace.engine.plan;

import io.millrace.engine.flow.OrderedWriter;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Strings steps together so that a wrong order does not compile. Each call gives a new builder.
 *
 * @param <T> the payload that comes out of what has been planned so far
 */
public final class PlanBuilder<T> {

    private final Source<?> source;
    private final List<Plan.StepPlan> steps;

    PlanBuilder(Source<?> source, List<Plan.StepPlan> steps) {
        this.source = source;
        this.steps = steps;
    }

    /** Adds a stage; {@code step} is called once per worker, on its thread. */
    public <O> PlanBuilder<O> then(String name, StageSettings settings, Supplier<? extends Step<? super T, O>> step) {
        List<Plan.StepPlan> longer = new ArrayList<>(steps);
        longer.add(new Plan.StepPlan(name, settings, step));
        return new PlanBuilder<>(source, longer);
    }

    /** Ends the plan with a writer that takes items as they come; {@code writer} is called once per worker. */
    public Plan write(String name, StageSettings settings, Supplier<? extends Writer<? super T>> writer) {
        return new Plan(source, steps, new Plan.WriterPlan(name, settings, writer, false));
    }

    /** Ends the plan with a writer that takes items by ordinal. */
    public Plan writeInOrder(String name, int queue, Supplier<? extends OrderedWriter<? super T>> writer) {
        return new Plan(source, steps, new Plan.WriterPlan(name, new StageSettings(1, queue).alone(), writer, true));
    }
}
