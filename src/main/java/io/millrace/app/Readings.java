package io.millrace.app;

import io.millrace.flow.Source;
import io.millrace.metrics.Outlook;
import io.millrace.metrics.Status;
import io.millrace.metrics.Status.Machine;
import io.millrace.metrics.Status.Output;
import io.millrace.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads one snapshot off a pipeline and its process. Any thread may ask. */
final class Readings {

    private final JobSetup setup;
    private final String run;
    private final Source<?> source;
    private final Pipeline pipeline;
    private final long memoryBytes;
    private final Instant started = Instant.now();
    private final long startedNs = System.nanoTime();

    /** @param memoryBytes what open items may use */
    Readings(JobSetup setup, String run, Source<?> source, Pipeline pipeline, long memoryBytes) {
        this.setup = setup;
        this.run = run;
        this.source = source;
        this.pipeline = pipeline;
        this.memoryBytes = memoryBytes;
    }

    Status now(Status.State state) {
        return new Status(
                setup.job().name(),
                run,
                state,
                pipeline.paused(),
                started,
                Duration.ofNanos(System.nanoTime() - startedNs),
                items(),
                pipeline.bytesRead(),
                pipeline.stages(),
                ProcessMemory.now(pipeline.reservedBytes(), memoryBytes),
                new Machine("", Home.resources().cores(), 0, 0),
                new Output(setup.output().toString(), -1, 0, -1, 0, null),
                pipeline.failures(),
                List.of(),
                pipeline.open(),
                Outlook.NONE);
    }

    /** A source that knows how many there will be makes the listing complete before it has named them all. */
    private Status.Items items() {
        Status.Items items = pipeline.items();
        long expected = source.expected();
        return expected < items.listed()
                ? items
                : new Status.Items(
                        expected,
                        true,
                        items.resumed(),
                        items.done(),
                        items.empty(),
                        items.failed(),
                        items.quarantined());
    }
}
