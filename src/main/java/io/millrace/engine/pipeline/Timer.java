package io.millrace.engine.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Waits out the backoff of items that are tried again. */
interface Timer extends AutoCloseable {

    /** Calls {@code then} after {@code wait}, unless this is closed before. */
    void after(Duration wait, Runnable then);

    /** Inline mode: does the next thing that is waited for on the calling thread, at once. False if there is none. */
    default boolean turn() {
        return false;
    }

    @Override
    void close();

    /** A timer with a thread of its own, which begins when it is first needed. */
    final class Threaded implements Timer {

        private final ScheduledExecutorService executor =
                new ScheduledThreadPoolExecutor(1, Threaded::daemon, new ThreadPoolExecutor.DiscardPolicy());

        private static Thread daemon(Runnable task) {
            Thread thread = new Thread(task, "retry");
            thread.setDaemon(true);
            return thread;
        }

        @Override
        public void after(Duration wait, Runnable then) {
            executor.schedule(then, wait.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** A timer without a thread: nothing is waited for, only put behind what can be done now. */
    final class Inline implements Timer {

        private final Queue<Runnable> later = new ArrayDeque<>();

        @Override
        public void after(Duration wait, Runnable then) {
            later.add(then);
        }

        @Override
        public boolean turn() {
            Runnable next = later.poll();
            if (next != null) {
                next.run();
            }
            return next != null;
        }

        @Override
        public void close() {
            later.clear();
        }
    }
}
