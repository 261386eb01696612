package io.millrace.engine.flow;

import io.millrace.machine.RunDelay;

/** The thread of a worker; whatever runs on it finds the worker's watch. */
final class WorkerThread extends Thread {

    private final StepDeadline watch = new StepDeadline(new Silence(this::delayNs, Silence::crowd));
    private final Object exit = new Object();
    private Runnable wayOut;
    private volatile RunDelay delay;

    WorkerThread(Runnable worker, String name) {
        super(worker, name);
        setDaemon(true);
    }

    @Override
    public void run() {
        delay = RunDelay.ofCurrentThread();
        super.run();
    }

    private long delayNs() {
        RunDelay known = delay;
        return known == null ? RunDelay.UNKNOWN : known.ns();
    }

    /** How a step leaves that does not notice an interrupt; null for none. The race: an interrupt comes meanwhile. */
    void wayOut(Runnable leave) {
        synchronized (exit) {
            wayOut = leave;
            if (leave != null && isInterrupted()) {
                leave.run();
            }
        }
    }

    @Override
    public void interrupt() {
        super.interrupt();
        synchronized (exit) {
            if (wayOut != null) {
                wayOut.run();
            }
        }
    }

    StepDeadline watch() {
        return watch;
    }
}
