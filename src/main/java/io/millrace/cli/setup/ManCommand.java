package io.millrace.cli.setup;

import io.millrace.cli.Main;
import io.millrace.run.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "man",
        header = {"Examples:", "  bin/run man > millrace.1", "  bin/run man | man -l -", ""},
        description = {"", "Prints the manual page, for man.", ""})
public final class ManCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.out.print(ManPage.of(Main.commandLine()));
        return ExitCode.OK.code();
    }
}
