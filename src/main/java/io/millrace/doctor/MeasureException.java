package io.millrace.doctor;

/** A run that could not be measured; the message is a sentence for the user. */
public final class MeasureException extends Exception {

    private static final long serialVersionUID = 1;

    private final int exit;

    MeasureException(String message, int exit) {
        super(message, null, false, false);
        this.exit = exit;
    }

    /** What the run ended with; 0 where it was not its end. */
    public int exit() {
        return exit;
    }
}
