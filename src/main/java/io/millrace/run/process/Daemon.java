package io.millrace.run.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

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

    public static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
