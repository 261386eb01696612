package io.millrace.run.process;

/** Ends a command with an exit code and a sentence for the user; no stack trace. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public Refusal(ExitCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
