package io.millrace.cli.live;

import io.millrace.engine.metrics.Status;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.show.console.StatusBlock;
import io.millrace.show.console.StatusJson;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        header = {"  bin/run status out/clips", "  bin/run status out/clips --json"},
        description = {
            "Tells how the process that works on an output is doing.",
            "Ends with 69 if none does. 'bin/run top OUT' goes on telling."
        })
public final class StatusCommand extends AskingCommand {

    @Option(names = "--json", description = "the whole snapshot as one line of JSON")
    boolean json;

    @Override
    String ask(RunningProcess process) throws Refusal, IOException {
        Status status = process.status();
        boolean unicode = Installation.terminals().unicode();
        return json ? StatusJson.text(status) : StatusBlock.of(status, unicode).stripTrailing();
    }
}
