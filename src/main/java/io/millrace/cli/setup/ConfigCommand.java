package io.millrace.cli.setup;

import io.millrace.cli.option.JobOptions;
import io.millrace.run.JobSetup;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "config",
        header = {"  bin/run config clips --origin", "  bin/run config clips -w 4 --set output.format=null"},
        description = "Prints the effective settings of a job, as HOCON; secrets are not shown.")
public final class ConfigCommand implements Callable<Integer> {

    @Mixin
    JobOptions options;

    @Option(names = "--origin", description = "say behind each value where it was set")
    boolean origin;

    @Override
    public Integer call() throws Refusal {
        JobSetup setup = JobSetup.of(options.request(), List.of());
        System.out.print(
                origin
                        ? setup.configuration().renderWithOrigins()
                        : setup.configuration().render());
        return ExitCode.OK.code();
    }
}
