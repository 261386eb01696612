package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.run.process.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a run whose LOCK somebody has taken away, since another run finds none and writes to the same output. Looks from
 * time to time, on a thread of its own; the journal looks again before each of its promises.
 */
final class LockWatch implements AutoCloseable {

    private final Journal journal;
    private final Consumer<IOException> failed;
    private final ScheduledExecutorService clock = Daemon.clock("lock-watch");

    /**
     * @param journal of the output whose LOCK this process holds
     * @param failed told at most once, on the thread of the watch
     */
    LockWatch(Journal journal, Consumer<IOException> failed) {
        this.journal = journal;
        this.failed = failed;
    }

    void start(Duration interval) {
        clock.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdown();
    }

    private void look() {
        try {
            journal.requireLocked();
        } catch (IOException e) {
            clock.shutdown();
            failed.accept(e);
        }
    }
}
