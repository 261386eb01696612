package io.millrace.run;

import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is asked of one run, as opposed to settings.
 *
 * @param maxDuration drain after that long; null for never
 * @param before what becomes of what earlier runs have left
 * @param failIfEmpty whether an empty source is an error
 * @param words as they were given to the parser, {@code run} first
 * @param log how much is logged, and where
 * @param report where the page about the run goes beside its folder; {@code none} for no page at all, null for that one
 *     alone
 * @param selection the failed items that it is for; null for all there is to do
 */
public record RunOptions(
        Duration maxDuration,
        Before before,
        boolean failIfEmpty,
        List<String> words,
        Log log,
        String report,
        Selection selection) {

    /**
     * What becomes of what earlier runs have left.
     *
     * @param retryFailed whether items that failed before are tried again
     * @param stale what becomes of items whose input or settings changed
     * @param fresh whether the output is emptied first
     * @param acceptLoss whether to go on although the journal has lost committed work
     */
    public record Before(boolean retryFailed, StalePolicy stale, boolean fresh, boolean acceptLoss) {}

    /**
     * @param verbose whether the log has more detail
     * @param file a second log; null for none
     */
    public record Log(boolean verbose, Path file) {}

    private static final String NO_REPORT = "none";

    boolean wantsReport() {
        return !NO_REPORT.equals(report);
    }

    /** Where a second copy of the page goes; null for nowhere. */
    Path reportCopy() {
        return report == null || !wantsReport() ? null : Path.of(report);
    }

    /** As one would type it again, for the one that the summary suggests. */
    String command() {
        return CommandLineWords.command(words);
    }

    public static StalePolicy stale(String word) throws Refusal {
        try {
            return StalePolicy.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("--stale is redo, keep or fail, not '" + word + "'");
        }
    }
}
