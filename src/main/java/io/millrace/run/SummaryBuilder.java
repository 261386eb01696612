package io.millrace.run;

import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.metrics.Status;
import io.millrace.run.account.Failures;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.show.console.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the summary of a run out of how its phases ended.
 *
 * @param phases that the run came to, in their order, at least one
 */
record SummaryBuilder(RunContext run, List<PhaseEnd> phases, Failures failures) {

    /**
     * @param sealed what the journals promise, by the names of their phases
     * @param report null if there is none
     */
    Summary summary(ExitCode code, Map<String, SealCopy> sealed, Path report) {
        Status.Items input = first().items();
        Status last = phases.get(phases.size() - 1).last();
        return new Summary(
                run.setup().job().name(),
                run.folder().run(),
                code.code(),
                input,
                isOneOfSeveral()
                        ? phases.stream().map(end -> phase(end, sealed)).toList()
                        : List.of(),
                input.done() + input.empty() + first().failedHere(),
                last.elapsed(),
                phases.stream().mapToLong(end -> end.last().bytesRead()).sum(),
                last.memory().peakRss(),
                phases.stream().flatMap(this::stages).toList(),
                limits(),
                new Summary.Output(run.output().toString(), failures.files(), failures.bytes()),
                failures.byClass(),
                next(code),
                run.folder().folder().toString(),
                Installation.version(),
                run.fingerprint().value(),
                promise(sealed.get(first().phase().name())),
                report == null ? null : report.toString());
    }

    private Status first() {
        return phases.get(0).last();
    }

    private boolean isOneOfSeveral() {
        return first().phase().isOneOfSeveral();
    }

    /** Of one of several phases with its name: other phases may have stages of the same names. */
    private Stream<Status.StageStatus> stages(PhaseEnd end) {
        Status last = end.last();
        Status told = isOneOfSeveral() ? last.withStages(last.phase().name() + "/") : last;
        return told.stages().stream();
    }

    private Summary.Phase phase(PhaseEnd end, Map<String, SealCopy> sealed) {
        Status.Phase phase = end.last().phase();
        SealCopy promised = phase.number() == 1 ? null : sealed.get(phase.name());
        return new Summary.Phase(phase.name(), end.last().items(), end.elapsed(), promise(promised));
    }

    private static Summary.Promise promise(SealCopy sealed) {
        return sealed == null ? null : new Summary.Promise(sealed.lines(), sealed.crc32c());
    }

    /** Each phase counts by its time. */
    private List<Summary.LimitShare> limits() {
        if (phases.size() == 1) {
            return phases.get(0).limits();
        }
        Duration all = phases.stream().map(PhaseEnd::elapsed).reduce(Duration.ZERO, Duration::plus);
        Map<String, Double> shares = new LinkedHashMap<>();
        for (PhaseEnd end : phases) {
            double share = end.elapsed().toNanos() / (double) Math.max(1, all.toNanos());
            end.limits().forEach(limit -> shares.merge(limit.name(), limit.share() * share, Double::sum));
        }
        return shares.entrySet().stream()
                .map(limit -> new Summary.LimitShare(limit.getKey(), limit.getValue()))
                .sorted(Comparator.comparingDouble(Summary.LimitShare::share).reversed())
                .toList();
    }

    /** The command that goes on from here. */
    private String next(ExitCode code) {
        String command = run.options().command();
        long left = phases.stream().mapToLong(end -> end.last().items().left()).sum();
        if (left > 0) {
            return command + "     (goes on with the " + left + " left)";
        }
        if (run.options().selection() != null) {
            return code == ExitCode.FAILURES ? "bin/run errors " + CommandLineWords.quoted(run.output()) : null;
        }
        if (code == ExitCode.EARLY) {
            return command + "     ("
                    + (isToGoOn() ? "goes on with the next phase" : "without its limit it takes the rest too") + ")";
        }
        boolean failed = phases.stream().anyMatch(end -> end.last().items().failed() > 0);
        boolean asked = command.contains("--retry-failed");
        return code == ExitCode.FAILURES && failed && !asked ? command + " --retry-failed" : null;
    }

    private boolean isToGoOn() {
        return phases.size() < first().phase().of();
    }
}
