package io.millrace.app;

import io.millrace.pipeline.StalePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What is asked of one run, as opposed to settings.
 *
 * @param maxDuration drain after that long; null for never
 * @param retryFailed whether items that failed before are tried again
 * @param stale what becomes of items whose input or settings changed
 * @param fresh whether the output is emptied first
 * @param acceptLoss whether to go on although the journal has lost committed work
 * @param failIfEmpty whether an empty source is an error
 * @param command as it was given, for the one that the summary suggests
 * @param verbose whether the log has more detail
 * @param logFile a second log; null for none
 */
record RunOptions(
        Duration maxDuration,
        boolean retryFailed,
        StalePolicy stale,
        boolean fresh,
        boolean acceptLoss,
        boolean failIfEmpty,
        String command,
        boolean verbose,
        Path logFile) {

    static StalePolicy stale(String word) throws Refusal {
        try {
            return StalePolicy.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ExitCode.USAGE, "--stale is redo, keep or fail, not '" + word + "'");
        }
    }
}
