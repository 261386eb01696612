package io.millrace.cli.run;

import io.millrace.cli.option.JobOptions;
import io.millrace.engine.flow.Source;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.Records;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.engine.pipeline.Survey;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.engine.plan.Plan;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.jobs.Resources;
import io.millrace.media.pixel.BufferPool;
import io.millrace.run.Fingerprint;
import io.millrace.run.JobSetup;
import io.millrace.run.StaleItems;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        header = "  bin/run plan clips pairs.json --clips-dir videos -w 4",
        description = {
            "Says what would run, and runs nothing: items found, done and stale, memory,",
            "workers, the pipeline drawn."
        })
public final class PlanCommand implements Callable<Integer> {

    @Mixin
    JobOptions options;

    @Override
    public Integer call() throws Exception {
        JobSetup setup = JobSetup.of(options.request(), List.of());
        try (OpenPhase<?, ?> phase = OpenPhase.of(setup.assembly().first(), setup.output());
                BufferPool pool = new BufferPool(0)) {
            Plan plan = phase.plan(new Phase.Place(pool, setup.output(), false, Records.NONE));
            try (JournalView journal =
                    JournalView.open(setup.output(), setup.run().journal())) {
                journal.requireLayout(phase.phase().layout());
                print(setup, plan);
                survey(setup, phase.source(), journal);
            }
            phase.notices().forEach(notice -> line("notice", notice));
            return ExitCode.OK.code();
        }
    }

    private static void print(JobSetup setup, Plan plan) {
        Resources machine = Installation.resources();
        PipelineSettings settings = setup.run().pipeline(plan, machine);
        String cores = Format.count(machine.cores(), "core");
        line("job", setup.job().name() + "   " + setup.job().profile().summary());
        line("pipeline", plan.drawing());
        List<Phase<?, ?>> phases = setup.assembly().phases();
        if (phases.size() > 1) {
            line("phases", phases.stream().map(Phase::name).collect(Collectors.joining(", then ")));
        }
        line("workers", workers(setup, plan, cores));
        line(
                "in flight",
                settings.inFlight() + " items (" + chosen(setup, "memory.in-flight", "twice the workers") + ")");
        line(
                "machine",
                cores + ", " + Format.mib(setup.run().memoryLimit(machine))
                        + " for the process = " + Format.mib(machine.heapBytes()) + " heap + "
                        + Format.mib(settings.memoryBytes())
                        + " pictures + " + Format.mib(Resources.FIXED_BYTES) + " fixed");
        line(
                "output",
                setup.output() + "   fingerprint " + Fingerprint.of(setup).value());
    }

    private static String workers(JobSetup setup, Plan plan, String cores) {
        return plan.workers().entrySet().stream()
                .map(stage -> stage.getKey() + " " + stage.getValue() + " ("
                        + chosen(setup, "stages." + stage.getKey() + ".workers", cores) + ")")
                .collect(Collectors.joining(", "));
    }

    /** Why a setting has its value: what {@code auto} looked at, or who has set it. */
    private static String chosen(JobSetup setup, String key, String reason) {
        return setup.configuration().isAuto(key)
                ? "auto: " + reason
                : setup.configuration().origin(key);
    }

    private static void survey(JobSetup setup, Source<?> source, JournalView journal) throws IOException {
        Fingerprint now = Fingerprint.of(setup);
        Survey found = Survey.of(source, new EarlierRuns(journal, now.value(), StalePolicy.KEEP, false));
        line(
                "items",
                Format.count(found.listed()) + " found = " + Format.count(found.ok()) + " done + "
                        + Format.count(found.failed()) + " failed before + " + Format.count(found.toDo())
                        + " to do; "
                        + Format.count(found.stale()) + " stale");
        if (found.stale() > 0) {
            line("stale", StaleItems.why(found, now, journal::settings).stripTrailing());
            line("", "a run ends with exit 12, unless --stale redo makes them again or --stale keep leaves them");
        }
    }

    private static void line(String name, String text) {
        System.out.printf(Locale.ROOT, "%-10s %s%n", name, ForeignText.lines(text));
    }
}
