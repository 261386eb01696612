package io.millrace.engine.plan;

import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * A pipeline before it runs: what is connected to what, checked by the types of {@link PlanBuilder}. Immutable; it can
 * be run more than once if its source can.
 */
public final class Plan {

    private static final int LEAST_IN_FLIGHT = 8;

    private final Source<?> source;
    private final List<StepPlan> steps;
    private final WriterPlan writer;

    /** One stage of steps. */
    public record StepPlan(String name, StageSettings settings, Supplier<? extends Step<?, ?>> step) {}

    /** The stage of the writer. */
    public record WriterPlan(
            String name, StageSettings settings, Supplier<? extends Writer<?>> writer, boolean ordered) {}

    Plan(Source<?> source, List<StepPlan> steps, WriterPlan writer) {
        this.source = source;
        this.steps = List.copyOf(steps);
        this.writer = writer;
    }

    /** Begins a plan with where the items come from. */
    public static <T> PlanBuilder<T> from(Source<T> source) {
        return new PlanBuilder<>(source, List.of());
    }

    /**
     * The items that keep everybody busy: twice what the workers hold, so that a link is never empty, and a batch never
     * waits for more, while another item is under way.
     */
    public int inFlight() {
        return inFlight(workers());
    }

    /** The same once every stage has the most workers that it may have. */
    public int mostInFlight() {
        return inFlight(mostWorkers());
    }

    /** The same for other numbers of workers. */
    public int inFlight(Map<String, Integer> workers) {
        int held = stages().entrySet().stream()
                .mapToInt(
                        stage -> workers.get(stage.getKey()) * stage.getValue().batch())
                .sum();
        return Math.min(Math.max(2 * held, LEAST_IN_FLIGHT), PipelineSettings.MOST_IN_FLIGHT);
    }

    /** The workers of each stage, in the order of the way. */
    public Map<String, Integer> workers() {
        return ofStages(StageSettings::workers);
    }

    /** The workers that each stage may come to have on this machine, memory apart. */
    public Map<String, Integer> mostWorkers() {
        return ofStages(StageSettings::mostWorkers);
    }

    private Map<String, Integer> ofStages(ToIntFunction<StageSettings> number) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        stages().forEach((name, settings) -> numbers.put(name, number.applyAsInt(settings)));
        return numbers;
    }

    private Map<String, StageSettings> stages() {
        Map<String, StageSettings> stages = new LinkedHashMap<>();
        steps.forEach(step -> stages.put(step.name(), step.settings()));
        stages.put(writer.name(), writer.settings());
        return stages;
    }

    /** The way of the data on one line, with each stage's workers: {@code source --> decode x2 --> write x1}. */
    public String drawing() {
        StringBuilder drawing = new StringBuilder("source");
        steps.forEach(step -> draw(drawing, step.name(), step.settings()));
        draw(drawing, writer.name(), writer.settings());
        return drawing.toString();
    }

    private static void draw(StringBuilder drawing, String name, StageSettings settings) {
        drawing.append(" --").append(Link.ringSize(settings.queue())).append("--> ");
        drawing.append(name).append(" x").append(settings.workers());
    }

    /** Whether the writer takes items by rising ordinals: the source must list them so. */
    public boolean ordered() {
        return writer.ordered();
    }

    /** The same plan, whose steps tell {@code trace} of each result. */
    public Plan traced(Trace trace) {
        return new Plan(source, steps.stream().map(step -> traced(step, trace)).toList(), writer);
    }

    /** The same steps before another writer, which takes items as they come. */
    public Plan writingTo(Supplier<? extends Writer<?>> other) {
        return new Plan(
                source, steps, new WriterPlan(writer.name(), StageSettings.of(1).alone(), other, false));
    }

    /** The same plan with half the workers of each stage, at least one. */
    public Plan halved() {
        return new Plan(
                source,
                steps.stream()
                        .map(step -> new StepPlan(step.name(), step.settings().halved(), step.step()))
                        .toList(),
                new WriterPlan(writer.name(), writer.settings().halved(), writer.writer(), writer.ordered()));
    }

    private static StepPlan traced(StepPlan plan, Trace trace) {
        return new StepPlan(
                plan.name(),
                plan.settings(),
                () -> new TracedStep<>(plan.name(), plan.step().get(), trace));
    }

    public Source<?> source() {
        return source;
    }

    public List<StepPlan> steps() {
        return steps;
    }

    public WriterPlan writer() {
        return writer;
    }
}
