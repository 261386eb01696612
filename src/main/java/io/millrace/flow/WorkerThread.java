package io.millrace.flow;

/** The thread of a worker; whatever runs on it finds the worker's watch. */
final class WorkerThread extends Thread {

    private final Watch watch = new Watch();

    WorkerThread(Runnable worker, String name) {
        super(worker, name);
        setDaemon(true);
    }

    Watch watch() {
        return watch;
    }
}
