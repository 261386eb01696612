package io.millrace.engine.item;

/** Carries a {@link Fault} out of a step. It steers and is counted, so it has no stack trace. */
public final class FaultException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    public FaultException(Fault fault) {
        super(fault.type() + ": " + fault.message(), null, false, false);
        this.fault = fault;
    }

    /** {@code type} as in {@link Fault#type()}, {@code message} one sentence. */
    public FaultException(String type, String message) {
        this(Fault.of(type, message));
    }

    public Fault fault() {
        return fault;
    }
}
