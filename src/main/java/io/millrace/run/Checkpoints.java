package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.Outputs;
import io.millrace.run.process.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Brings what was recorded to the disk from time to time, on a thread of its own, so that little has to be looked at
 * after the machine went down. With {@code durability = power} it is there already. A disk that does not take it ends
 * the run.
 */
final class Checkpoints implements AutoCloseable {

    private static final long LOOK_MS = 50;

    private final Journal journal;
    private final Outputs outputs;
    private final Consumer<IOException> failed;
    private volatile IOException failure;
    private final ScheduledExecutorService clock = Daemon.clock("checkpoint");

    /** @param failed told at most once, on the thread of the checkpoints */
    Checkpoints(Journal journal, Outputs outputs, Consumer<IOException> failed) {
        this.journal = journal;
        this.outputs = outputs;
        this.failed = failed;
    }

    void start(Duration interval) {
        clock.scheduleWithFixedDelay(this::take, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does not wait for one that is under way: the disk may be what does not answer. */
    @Override
    public void close() {
        clock.shutdown();
    }

    /**
     * The last one: when this returns, everything that was recorded is on the disk, unless somebody is in a hurry.
     *
     * @throws IOException also of an earlier one: the system says only once that it has lost something
     */
    void last(BooleanSupplier hurried) throws IOException, InterruptedException {
        clock.execute(this::take);
        clock.shutdown();
        while (!clock.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS)) {
            if (hurried.getAsBoolean()) {
                return;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void take() {
        if (failure != null) {
            return;
        }
        try {
            journal.checkpoint(outputs);
        } catch (IOException e) {
            failure = e;
            failed.accept(e);
        } catch (RuntimeException | Error e) {
            failure = new IOException("a checkpoint failed: " + e, e);
            failed.accept(failure);
        }
    }
}
