package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.run.process.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps manifest.jsonl and what is derived beside it current while a run goes, on a thread of its own: a long manifest
 * must not hold up progress lines. One that cannot be written is tried again; only the last one, after {@link #close},
 * decides about the run.
 */
final class CurrentManifest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentManifest.class);

    private final Journal journal;
    private final DerivedFiles files;
    private volatile boolean closing;
    private final ScheduledExecutorService clock = Daemon.clock("manifest");

    CurrentManifest(Journal journal, DerivedFiles files) {
        this.journal = journal;
        this.files = files;
    }

    /** Begins at once where earlier runs have left something, else after the first interval. */
    void start(Duration interval) {
        long first = journal.replay().runs() > 0 ? 0 : interval.toMillis();
        clock.scheduleWithFixedDelay(this::write, first, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives up on one that is under way. When this returns, nobody writes any more. */
    @Override
    public void close() {
        closing = true;
        Daemon.stop(clock, Duration.ofMillis(Long.MAX_VALUE));
    }

    private void write() {
        try {
            files.write(() -> closing);
        } catch (IOException e) {
            LOG.warn("{} are not all current", files.names(), e);
        }
    }
}
