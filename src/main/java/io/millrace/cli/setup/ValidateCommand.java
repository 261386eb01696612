package io.millrace.cli.setup;

import io.millrace.cli.option.JobOptions;
import io.millrace.jobs.Jobs;
import io.millrace.run.JobSetup;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        header = {"  bin/run validate clips", "  bin/run validate all"},
        description = "Checks the settings of a job or of all; opens nothing, runs nothing.")
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    JobOptions options;

    @Override
    public Integer call() throws Refusal {
        for (String job : options.job.equals("all") ? Jobs.names() : List.of(options.job)) {
            options.job = job;
            JobSetup setup = JobSetup.of(options.request(), List.of());
            System.out.println(options.jobFile() + ": ok (" + setup.job().name() + ", "
                    + setup.configuration().keys().size() + " settings)");
        }
        return ExitCode.OK.code();
    }
}
