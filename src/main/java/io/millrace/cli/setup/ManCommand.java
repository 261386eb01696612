package io.millrace.cli.setup;

import io.millrace.cli.option.Program;
import io.millrace.run.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "man",
        header = {"  bin/run man > millrace.1", "  bin/run man | man -l -"},
        description = "Prints the manual page, for man.")
public final class ManCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(ManPage.of(((Program) spec.root().userObject()).parser()));
        return ExitCode.OK.code();
    }
}
