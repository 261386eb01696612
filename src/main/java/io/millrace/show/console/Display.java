package io.millrace.show.console;

import io.millrace.engine.metrics.Status;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One way to show a run while it goes. Holds no thread: one of the caller's ticks it, any may make it say something.
 */
public interface Display extends AutoCloseable {

    /** How often it wants to be ticked. */
    Duration pulse();

    /**
     * Takes a snapshot and shows it, if it is time to. It is taken without a lock of this: who makes it may need locks
     * whose holders are about to {@link #say} something here.
     */
    void tick(Supplier<Status> now);

    /** A sentence that the user should see. */
    void say(String sentence);

    /** Leaves the terminal as it was found; what is said from here on goes elsewhere. */
    @Override
    void close();
}
