package io.millrace.run;

import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import io.millrace.run.account.Failures;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.show.console.Summary;
import java.nio.file.Path;
import java.util.List;

/** Makes the summary of a run out of its last status. */
final class SummaryBuilder {

    private SummaryBuilder() {}

    static Summary of(
            JobSetup setup,
            RunOptions options,
            Status last,
            List<Summary.LimitShare> limits,
            Failures failures,
            RunFolder folder,
            Fingerprint fingerprint,
            ExitCode code,
            Path output,
            SealCopy sealed,
            Path report) {
        long failedHere =
                last.failures().values().stream().mapToLong(Long::longValue).sum();
        return new Summary(
                setup.job().name(),
                folder.run(),
                code.code(),
                Summary.Items.of(last.items()),
                last.items().done() + last.items().empty() + failedHere,
                last.elapsed(),
                last.bytesRead(),
                last.memory().peakRss(),
                last.stages(),
                limits,
                new Summary.Output(output.toString(), failures.files(), failures.bytes(), null),
                failures.byClass(),
                next(options, last.items(), code, output),
                folder.folder().toString(),
                Installation.version(),
                fingerprint.value(),
                sealed == null ? null : new Summary.Promise(sealed.lines(), sealed.crc32c()),
                report == null ? null : report.toString());
    }

    /** The command that goes on from here. */
    private static String next(RunOptions options, Status.Items items, ExitCode code, Path output) {
        if (items.left() > 0) {
            return options.command() + "     (goes on with the " + items.left() + " left)";
        }
        if (options.selection() != null) {
            return code == ExitCode.FAILURES ? "bin/run errors " + CommandLineWords.quoted(output.toString()) : null;
        }
        if (code == ExitCode.EARLY) {
            return options.command() + "     (without its limit it takes the rest too)";
        }
        boolean asked = options.command().contains("--retry-failed");
        return code == ExitCode.FAILURES && items.failed() > 0 && !asked ? options.command() + " --retry-failed" : null;
    }
}
