package io.millrace.run;

import io.millrace.engine.metrics.Status;
import io.millrace.run.process.Daemon;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does what is due at a time, and looks at a run once a second, whoever else looks: what limits it is concluded from
 * looks that are so far apart. Two threads, because what is due may wait for a terminal that has been stopped.
 */
final class RunClock implements AutoCloseable {

    private static final Duration SAMPLE = Duration.ofSeconds(1);

    private final ScheduledExecutorService samples = Daemon.clock("samples");
    private final ScheduledExecutorService due = Daemon.clock("clock");

    void start(Supplier<Status> status) {
        long ms = SAMPLE.toMillis();
        samples.scheduleWithFixedDelay(() -> Objects.requireNonNull(status.get()), ms, ms, TimeUnit.MILLISECONDS);
    }

    /** Does something once, later; forgotten when the run ends first. */
    void after(Duration wait, Runnable then) {
        due.schedule(then, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        samples.shutdownNow();
        due.shutdownNow();
    }
}
