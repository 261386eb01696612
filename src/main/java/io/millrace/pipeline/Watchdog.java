package io.millrace.pipeline;

import io.millrace.flow.Link;
import io.millrace.flow.Part;
import io.millrace.flow.WorkerClock;
import io.millrace.metrics.RunDelay;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the workers now and then. A step that does not come forward is asked to leave, then fenced and replaced: its item
 * ends as {@code Hung}. Each of these leaves a thread and its memory behind, so after a few the run is ended.
 */
final class Watchdog implements AutoCloseable {

    /** Workers that may be left behind. */
    static final int MOST_HUNG = 8;

    private static final long TICK_MS = 100;

    /**
     * A look that comes so much too late shows that the process stood still (a stopped job, a sleeping machine), unless this
     * thread had no processor meanwhile: on a crowded machine every look is late.
     */
    private static final long STOOD_STILL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Stages stages;
    private final Link<Part<?>> ends;
    private final Consumer<Throwable> fail;
    private final WorkerClock clock = new WorkerClock();
    private final Thread thread = new Thread(this::watch, "watchdog");
    private int hung;

    /**
     * @param ends the write link: where items go that are over
     * @param fail ends the run
     */
    Watchdog(Stages stages, Link<Part<?>> ends, Consumer<Throwable> fail) {
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
        Absence absence = new Absence(RunDelay.ofCurrentThread()::ns, System::nanoTime);
        try {
            while (hung <= MOST_HUNG) {
                Thread.sleep(TICK_MS);
                if (absence.ns() > STOOD_STILL_NS) {
                    stages.forgive();
                }
                hung += stages.look(ends, clock);
                absence.end();
            }
            fail.accept(new HungException(hung + " workers are stuck, each in an item that does not come forward"));
        } catch (InterruptedException e) {
            // the run is over
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }
}
