package io.millrace.app;

import io.millrace.journal.OutputState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a run whose LOCK somebody has taken away: the system's lock is on a file, not on its name, so that another run finds none
 * and writes to the same output. Looks from time to time, on a thread of its own.
 */
final class LockWatch implements AutoCloseable {

    private static final Object GONE = new Object();

    private final Path lock;
    private final Object key;
    private final Consumer<IOException> failed;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lock-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param output whose LOCK this process holds
     * @param failed told at most once, on the thread of the watch
     */
    LockWatch(Path output, Consumer<IOException> failed) {
        this.lock = new OutputState(output).workPath("LOCK");
        this.key = key(lock);
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
        if (isTakenAway(key(lock))) {
            clock.shutdown();
            failed.accept(
                    new IOException(
                            lock + " was taken away while the run was going, and another run may write there"
                                    + " now, so this one ends. No lock is left behind when a run has died: LOCK need never be removed"));
        }
    }

    private boolean isTakenAway(Object now) {
        boolean known = key != null && now != null;
        return now == GONE || (known && !now.equals(key));
    }

    /** What tells the file from another of that name; null where the file system has no such thing, or does not answer. */
    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return GONE;
        } catch (IOException e) {
            return null;
        }
    }
}
