package io.millrace.cli.terminal;

import io.millrace.run.RunListener.Span;
import io.millrace.run.process.Daemon;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread on which a run is looked at to be shown, again and again, until it is closed. */
final class Looks implements Span {

    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, look -> Daemon.thread("console", look));

    Looks() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void after(Duration wait, Runnable look) {
        thread.schedule(look, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What a stopped process has missed is not made up for. */
    void every(Duration pulse, Runnable look) {
        thread.scheduleWithFixedDelay(look, pulse.toMillis(), pulse.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A look that is under way is waited for. */
    @Override
    public void close() {
        Daemon.stop(thread, LAST_LOOK);
    }
}
