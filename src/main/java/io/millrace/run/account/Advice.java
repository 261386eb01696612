package io.millrace.run.account;

import io.millrace.engine.item.Fault;
import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import io.millrace.run.process.CommandLineWords;
import java.nio.file.Path;

/** What helps against a class of failures, in a sentence: what the job says, or what holds for any. */
public final class Advice {

    /** A run calls stale what was made with another setting than its own. */
    private static final String KEEP = "   (later runs then need --stale keep)";

    private final Job job;
    private final Path output;

    /** @param job the name of the one that made the output */
    public Advice(String job, Path output) {
        this.job = Jobs.find(job);
        this.output = output;
    }

    public String against(Fault fault) {
        String retry = "bin/run retry " + CommandLineWords.quoted(output) + " --cause " + fault.type();
        String own = job == null ? null : job.advice(fault, retry);
        return own == null ? general(fault, retry) : own;
    }

    private static String general(Fault fault, String retry) {
        return switch (fault.type()) {
            case "CorruptVideo", "NotAVideo", "NotAFolder", "AmbiguousInput", "NoVideoStream", "EmptyInput" ->
                "replace the files, and run the job again";
            case "UnsupportedCodec", "UnsupportedPixels" -> "convert the files, and run the job again";
            case "MissingInput" -> "put the files in their place, and run the job again";
            case "UnreadableInput" -> "make the files readable: " + retry;
            case "TooManyPixels" ->
                "if such pictures are wanted: " + retry + " --set stages.decode.max-pixels=..." + KEEP;
            case Fault.TOO_LARGE -> "give the run more memory: " + retry + " --memory ...";
            case "NameTaken" -> "move away what is in their place: " + retry;
            case "NameTooLong" -> "give the files shorter names, and run the job again";
            default -> fault.passing() ? "it may have passed: " + retry : "once the reason is gone: " + retry;
        };
    }
}
