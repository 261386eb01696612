package io.millrace.run.process;

/** What the process ends with; scripts depend on these numbers. */
public enum ExitCode {
    OK(0, "every item of the output is ok"),
    INTERNAL(1, "internal error"),
    USAGE(2, "usage"),
    FAILURES(3, "finished; some items stand as FAILED or QUARANTINED in the output"),
    TOO_MANY_ERRORS(4, "more items have failed than --max-errors allows"),
    EMPTY(5, "empty source, with --fail-if-empty"),
    LOCKED(11, "another process holds this output"),
    STALE(12, "stale items, and --stale fail"),
    UNAVAILABLE(69, "input or source unavailable"),
    SPENT(70, "too many hung workers, or crash restarts spent"),
    IO(74, "output or journal cannot be written"),
    EARLY(75, "stopped early on purpose, resumable"),
    CONFIG(78, "configuration, or the output of another job"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "terminated");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
