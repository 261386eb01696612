package io.millrace.engine.flow;

/**
 * For a step that waits inside native code, where an interrupt is not noticed: how it is told to leave. A worker is
 * asked to leave when its step does not come forward and when a run is cut short.
 */
public final class NativeInterrupt {

    /**
     * What may take long.
     *
     * @param <T> what it gives
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Call<T, E extends Exception> {
        T call() throws E;
    }

    private NativeInterrupt() {}

    /**
     * Calls {@code call}. When the worker of this thread is interrupted meanwhile, {@code leave} is run on the thread
     * that interrupts it; at once when it is interrupted already. It must be quick and not throw, and it is not run any
     * more when this has returned. On a thread that is no worker's it is never run.
     */
    public static <T, E extends Exception> T by(Runnable leave, Call<T, E> call) throws E {
        if (!(Thread.currentThread() instanceof WorkerThread worker)) {
            return call.call();
        }
        worker.wayOut(leave);
        try {
            return call.call();
        } finally {
            worker.wayOut(null);
        }
    }
}
