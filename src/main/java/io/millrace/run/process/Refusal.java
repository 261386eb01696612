package io.millrace.run.process;

/** Ends a command with an exit code and a sentence for the user; no stack trace. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public Refusal(ExitCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    public static Refusal usage(String sentence) {
        return new Refusal(ExitCode.USAGE, sentence);
    }

    public static Refusal config(String sentence) {
        return new Refusal(ExitCode.CONFIG, sentence);
    }

    public static Refusal unavailable(String sentence) {
        return new Refusal(ExitCode.UNAVAILABLE, sentence);
    }

    public static Refusal io(String sentence) {
        return new Refusal(ExitCode.IO, sentence);
    }

    public ExitCode code() {
        return code;
    }
}
