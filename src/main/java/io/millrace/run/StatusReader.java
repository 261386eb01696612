package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.metrics.Metric;
import io.millrace.engine.metrics.Outlook;
import io.millrace.engine.metrics.ReadyTimes;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.metrics.Status.Output;
import io.millrace.engine.metrics.Status.StageStatus;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.pipeline.Survey;
import io.millrace.engine.plan.PipelineSettings;
import io.millrace.run.account.Failures;
import io.millrace.show.console.Summary;
import io.millrace.show.verdict.Bounds;
import io.millrace.show.verdict.History;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads one snapshot off a pipeline and its process, and keeps the history that says what follows from it. Any thread
 * may ask, and somebody has to about once a second.
 */
final class StatusReader {

    private final RunContext run;
    private final PhaseWork work;
    private final Status.Phase phase;
    private final Pipeline pipeline;
    private final long memoryBytes;
    private final Failures failures;
    private final HostMachine machine = new HostMachine();
    private final ReadyTimes readyTimes = new ReadyTimes();
    private final FreeDisk disk;
    private final History history;

    StatusReader(RunContext run, PhaseWork work, Pipeline pipeline, PipelineSettings settings, Failures failures) {
        this.run = run;
        this.work = work;
        this.phase = new Status.Phase(
                work.name(), work.number() + 1, run.setup().assembly().phases().size(), run.elapsed());
        this.pipeline = pipeline;
        this.memoryBytes = settings.memoryBytes();
        this.failures = failures;
        this.disk = new FreeDisk(run.output());
        this.history = new History(bounds(run.setup(), settings.inFlight(), work.found()));
    }

    Status now(Status.State state) {
        Status status = read(state);
        return status.with(history.add(status));
    }

    /** For what share of the time each limit held, the largest first. */
    List<Summary.LimitShare> limits() {
        return history.limits().entrySet().stream()
                .map(limit -> new Summary.LimitShare(limit.getKey(), limit.getValue()))
                .toList();
    }

    private static Bounds bounds(JobSetup setup, int inFlight, Survey found) {
        List<Path> inputs = setup.assembly().inputs();
        String input = inputs.isEmpty() ? "its input" : typed(inputs.get(0));
        Bounds bounds = found == null
                ? new Bounds(input, inFlight)
                : new Bounds(input, inFlight, found.ok() + found.failed(), found.bytesToDo());
        return bounds.cheaper(setup.job().profile().stages().cheaper());
    }

    /** As a user would type it: below the working folder without what leads there. */
    private static String typed(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path below = path.toAbsolutePath().normalize();
        boolean inside = below.startsWith(here) && !below.equals(here);
        return inside ? here.relativize(below).toString() : path.toString();
    }

    private Status read(Status.State state) {
        return new Status(
                run.setup().job().name(),
                run.folder().run(),
                phase,
                state,
                pipeline.paused(),
                run.began(),
                run.elapsed(),
                items(),
                pipeline.bytesRead(),
                stages(),
                ProcessMemory.now(pipeline.reservedBytes(), memoryBytes, pipeline.waiting()),
                machine.now(),
                output(),
                pipeline.failures(),
                failures.latest(),
                pipeline.open(),
                Outlook.NONE);
    }

    private List<StageStatus> stages() {
        List<StageStatus> stages = pipeline.stages();
        Map<String, Long> ready =
                readyTimes.now(stages.stream().map(StageStatus::name).toList());
        return stages.stream()
                .map(stage -> stage.ready(ready.getOrDefault(stage.name(), -1L)))
                .toList();
    }

    private Output output() {
        Journal journal = work.journal();
        long written = pipeline.metrics().count(Metric.BYTES_WRITTEN);
        return new Output(
                run.output().toString(), -1, written, disk.bytes(), journal.unsynced(), journal.sinceRecord());
    }

    /** A source that knows how many there will be makes the listing complete before it has named them all. */
    private Status.Items items() {
        Status.Items items = pipeline.items();
        long expected = work.source().expected();
        if (expected < items.listed()) {
            return items;
        }
        return new Status.Items(
                expected, true, items.resumed(), items.done(), items.empty(), items.failed(), items.quarantined());
    }
}
