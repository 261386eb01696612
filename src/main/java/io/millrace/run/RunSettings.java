package io.millrace.run;

import io.millrace.config.Auto;
import io.millrace.config.ByteSize;
import io.millrace.config.Configuration;
import io.millrace.config.Range;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.RetryRule;
import io.millrace.jobs.Resources;
import io.millrace.run.account.ErrorBudget;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The settings that every job has, whatever its stages. */
public record RunSettings(
        Output output,
        Memory memory,
        Errors errors,
        JournalSettings journal,
        Crashes crash,
        Console console,
        Shutdown shutdown) {

    /** {@code output}, as far as it is not the job's. */
    record Output(Path dir) {}

    /** {@code journal.dir}, which is a path. */
    record Place(Path dir) {}

    /** {@code memory}. */
    record Memory(ByteSize limit, @Range(min = 1, max = PipelineSettings.MOST_IN_FLIGHT) Auto inFlight) {}

    /** {@code errors}, as far as it is about a whole run. */
    record Errors(ErrorBudget max, Retry retry) {}

    /** {@code errors.retry}. */
    record Retry(@Range(min = 1, max = 100) int attempts, @Range(min = 0) Duration backoff, List<String> on) {}

    /** {@code crash}. */
    public record Crashes(@Range(min = 0, max = 1000) int restarts) {}

    /** {@code console}. */
    public record Console(Progress progress, @Range(min = 0.1) Duration interval, Colour color) {}

    /** {@code shutdown}. */
    record Shutdown(@Range(min = 0) Duration timeout) {}

    /** What is shown while a run goes. */
    public enum Progress {
        AUTO,
        FULL,
        BAR,
        PLAIN,
        JSON,
        NONE
    }

    /** Whether the live console has colours; auto also heeds {@code NO_COLOR}. */
    public enum Colour {
        AUTO,
        NEVER
    }

    static RunSettings bind(Configuration configuration) {
        configuration.bind("journal", Place.class);
        return configuration.bind("", RunSettings.class);
    }

    Path output(String job) {
        return output.dir() == null ? Path.of("out", job) : output.dir();
    }

    /** What the process may use in all. */
    public long memoryLimit(Resources resources) {
        return memory.limit().orElse(resources.memoryBytes());
    }

    public PipelineSettings pipeline(Plan plan, Resources resources) {
        return new PipelineSettings(
                memory.inFlight().orElse(plan.inFlight()),
                memory.inFlight().orElse(plan.mostInFlight()),
                resources.forItems(memoryLimit(resources)),
                new RetryRule(
                        errors.retry().attempts(),
                        errors.retry().backoff(),
                        Set.copyOf(errors.retry().on())));
    }

    /**
     * The heap's size was fixed when the process began: a limit that leaves too little beside it is a contradiction.
     */
    void checkMemory(Resources resources) throws Refusal {
        long limit = memoryLimit(resources);
        if (limit < resources.leastLimit()) {
            throw Refusal.config("memory.limit is " + (limit >> 20) + " MiB, but with a Java heap of "
                    + (resources.heapBytes() >> 20)
                    + " MiB the process needs at least " + (resources.leastLimit() >> 20)
                    + " MiB; say it with --memory, which sizes the heap too");
        }
    }
}
