package io.millrace.engine.flow;

/** For a step that takes long over one part. */
public final class Heartbeat {

    private Heartbeat() {}

    /**
     * Tells that the step on this thread comes forward: a packet, a frame, a row. The time that a stage may go without
     * progress begins anew. Cheap; says nothing on a thread that is no worker's.
     */
    public static void beat() {
        if (Thread.currentThread() instanceof WorkerThread worker) {
            worker.watch().beat();
        }
    }
}
