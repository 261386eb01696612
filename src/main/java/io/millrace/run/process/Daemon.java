package io.millrace.run.process;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep the process from its end. */
public final class Daemon {

    private Daemon() {}

    public static void start(String name, Runnable work) {
        thread(name, work).start();
    }

    /** One thread, which does what it is given when that is due. */
    public static ScheduledExecutorService clock(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> thread(name, work));
    }

    /** Has a clock do nothing more; waits until what is under way is done, or somebody does not want to wait. */
    public static void stop(ExecutorService clock, Duration most) {
        clock.shutdown();
        try {
            clock.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
