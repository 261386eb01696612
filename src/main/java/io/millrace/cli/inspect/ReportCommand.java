package io.millrace.cli.inspect;

import io.millrace.config.Spelling;
import io.millrace.engine.journal.RunFolders;
import io.millrace.run.KnownOutput;
import io.millrace.run.account.RunHistory;
import io.millrace.run.account.RunReport;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        header = {
            "  bin/run report out/train",
            "  bin/run report out/train --run 20261120-105102",
            "  bin/run report out/train --output report.html"
        },
        description = {
            "Makes the report of a run, one HTML file, also of a run that was killed or still goes on.",
            "A run makes its own at its end. Says where the report is."
        })
public final class ReportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OUT", description = "an output")
    Path output;

    @Option(names = "--run", paramLabel = "RUN", description = "which run (the latest); 'bin/run runs' lists them")
    String run;

    @Option(names = "--output", paramLabel = "FILE", description = "where it goes (report.html in the run's folder)")
    Path file;

    @Override
    public Integer call() throws Refusal {
        try {
            RunReport report = RunReport.of(output, folder());
            if (file == null) {
                System.out.println(report.write(null));
            } else {
                RunReport.requireWritable(file);
                report.writeTo(file);
                System.out.println(file);
            }
            return ExitCode.OK.code();
        } catch (IOException e) {
            throw Refusal.io("the report cannot be written: " + RunReport.reason(e));
        }
    }

    private Path folder() throws Refusal, IOException {
        Path latest = RunHistory.latest(output);
        List<Path> all = RunFolders.all(output);
        if (latest == null || all.isEmpty()) {
            throw KnownOutput.none(output);
        }
        if (run == null) {
            return latest;
        }
        List<String> names =
                all.stream().map(folder -> folder.getFileName().toString()).toList();
        int at = names.indexOf(run);
        if (at < 0) {
            throw Refusal.usage(output + " has no run '" + run + "'" + Spelling.hint(run, names) + "; bin/run runs "
                    + CommandLineWords.quoted(output) + " lists them");
        }
        return all.get(at);
    }
}
