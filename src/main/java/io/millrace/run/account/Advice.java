package io.millrace.run.account;

import io.millrace.engine.item.Fault;
import io.millrace.run.process.CommandLineWords;
import java.nio.file.Path;

/** What helps against a class of failures, in a sentence. */
public final class Advice {

    /**
     * All there is against damage too where landmarks fails of it, which takes what decodes: one that is told to fail
     * says so itself.
     */
    private static final String REPLACE = "replace the files, and run the job again";

    private static final String LANDMARKS = "landmarks";

    /** A run calls stale what was made with another setting than its own. */
    private static final String KEEP = "   (later runs then need --stale keep)";

    private final boolean landmarks;
    private final Path output;

    /** @param job that made the output: not every job has the settings of another */
    public Advice(String job, Path output) {
        this.landmarks = LANDMARKS.equals(job);
        this.output = output;
    }

    public String against(Fault fault) {
        String retry = "bin/run retry " + CommandLineWords.quoted(output.toString()) + " --cause " + fault.type();
        return switch (fault.type()) {
            case "CorruptVideo" ->
                REPLACE
                        + (landmarks
                                ? ""
                                : "; or take damaged frames as they are: " + retry
                                        + " --set stages.decode.corrupt=keep-decoded" + KEEP);
            case "NotAVideo", "NotAFolder", "AmbiguousInput", "NoVideoStream", "EmptyInput" -> REPLACE;
            case "UnsupportedCodec", "UnsupportedPixels" -> "convert the files, and run the job again";
            case "MissingInput" -> "put the files in their place or correct the " + list() + ", and run the job again";
            case "MissingText", "EmptySpan" -> "correct the manifest, and run the job again";
            case "OutsideInput" -> "run the job again with --clips-dir naming a folder above the files";
            case "UnreadableInput" -> "make the files readable: " + retry;
            case "TooManyPixels" ->
                "if such pictures are wanted: " + retry + " --set stages.decode.max-pixels=..." + KEEP;
            case Fault.TOO_LARGE -> "give the run more memory: " + retry + " --memory ...";
            case "NameTaken" -> "move away what is in their place: " + retry;
            case "NameTooLong" ->
                landmarks
                        ? "give the videos shorter names, and run the job again"
                        : "give the items shorter ids in the manifest, and run the job again";
            default -> fault.passing() ? "it may have passed: " + retry : "once the reason is gone: " + retry;
        };
    }

    /** Of what is to be done. */
    private String list() {
        return landmarks ? "annotations" : "manifest";
    }
}
