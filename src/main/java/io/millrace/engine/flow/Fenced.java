package io.millrace.engine.flow;

/** Ends a worker that comes back after another has taken its place. It steers, so it has no stack trace. */
final class Fenced extends RuntimeException {

    private static final long serialVersionUID = 1;

    Fenced() {
        super("another worker has taken this one's place", null, false, false);
    }
}
