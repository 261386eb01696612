package io.millrace.cli.setup;

import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", header = "  bin/run version", description = "Prints the versions of Millrace and Java.")
public final class VersionCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.out.println("millrace " + Installation.version() + " on Java " + Runtime.version());
        return ExitCode.OK.code();
    }
}
