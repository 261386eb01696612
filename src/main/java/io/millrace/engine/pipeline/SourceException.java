package io.millrace.engine.pipeline;

/** The source as a whole became unusable while it was listing. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1;

    SourceException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
