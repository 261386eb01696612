package io.millrace.cli.terminal;

import io.millrace.run.RunListener.Span;
import io.millrace.run.process.Daemon;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread on which a run is looked at to be shown, again and again, until it is closed. */
final class Looks implements Span {

    private static final long LAST_LOOK_MS = 2000;

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
        thread.shutdown();
        try {
            thread.awaitTermination(LAST_LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
