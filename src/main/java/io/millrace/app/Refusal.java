package io.millrace.app;

/** Ends a command with an exit code and a sentence for the user; no stack trace. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitCode code;

    Refusal(ExitCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
