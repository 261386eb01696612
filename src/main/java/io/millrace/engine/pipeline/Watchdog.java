package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Link;
import io.millrace.engine.flow.Parcel;
import io.millrace.engine.flow.WorkerClock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the workers now and then. A step that does not come forward is asked to leave, then fenced and replaced: its
 * item ends as {@code Hung}. Each of these leaves a thread and its memory behind, so after a few the run is ended.
 */
final class Watchdog implements AutoCloseable {

    /** Workers that may be left behind. */
    static final int MOST_HUNG = 8;

    private static final long TICK_MS = 100;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(TICK_MS);

    private final Stages stages;
    private final Link<Parcel<?>> ends;
    private final Consumer<Throwable> fail;
    private final WorkerClock clock = new WorkerClock();
    private final Thread thread = new Thread(this::watch, "watchdog");
    private int hung;

    /**
     * @param ends the write link: where items go that are over
     * @param fail ends the run
     */
    Watchdog(Stages stages, Link<Parcel<?>> ends, Consumer<Throwable> fail) {
        this.stages = stages;
        this.ends = ends;
        this.fail = fail;
        thread.setDaemon(true);
    }

    void start() {
        if (stages.watched()) {
            thread.start();
        }
    }

    /** Nobody is asked or fenced any more when this returns. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        long lookedNs = System.nanoTime();
        try {
            while (hung <= MOST_HUNG) {
                Thread.sleep(TICK_MS);
                long nowNs = System.nanoTime();
                hung += stages.look(ends, clock, nowNs - lookedNs - TICK_NS);
                lookedNs = nowNs;
            }
            fail.accept(new HungException(hung + " workers are stuck, each in an item that does not come forward"));
        } catch (InterruptedException e) {
            // the run is over
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }
}
