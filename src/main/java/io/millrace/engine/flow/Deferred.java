package io.millrace.engine.flow;

/** Leaves a step whose item has to wait for memory. Steers only: no message, no stack. */
final class Deferred extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long bytes;

    Deferred(long bytes) {
        super(null, null, false, false);
        this.bytes = bytes;
    }

    /** What the item waits for. */
    long bytes() {
        return bytes;
    }
}
