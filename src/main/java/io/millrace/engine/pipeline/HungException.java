package io.millrace.engine.pipeline;

/** So many workers are stuck that the process is worth no more. */
public final class HungException extends Exception {

    private static final long serialVersionUID = 1;

    HungException(String message) {
        super(message);
    }
}
