package io.millrace.cli.live;

import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A verb that asks something of the process that works on an output. Ends with 69 if none does. */
public abstract class AskingCommand implements Callable<Integer> {

    private static final long LOOK_MS = 200;

    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OUT", description = "an output that a process works on")
    Path output;

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        try (RunningProcess process = RunningProcess.of(output)) {
            System.out.println(ask(process));
        }
        afterwards();
        return ExitCode.OK.code();
    }

    /** Asks what the verb is called; returns what the process says to it. */
    String ask(RunningProcess process) throws Refusal, IOException {
        return process.ask(spec.name(), "");
    }

    /** When it has been asked. */
    void afterwards() throws IOException, InterruptedException {}

    @Command(
            name = "pause",
            header = "  bin/run pause out/clips",
            description = {
                "Has the process that works on an output take no new items.",
                "What is in flight is finished; 'bin/run continue OUT' goes on."
            })
    public static final class Pause extends AskingCommand {}

    @Command(
            name = "continue",
            header = "  bin/run continue out/clips",
            description = "Has a paused process take items again.")
    public static final class Continue extends AskingCommand {}

    @Command(
            name = "scale",
            header = {"  bin/run scale out/clips decode=6", "  bin/run scale out/photos decode=6,infer=2"},
            description = {
                "Changes how many workers the stages of a running process have.",
                "No output depends on it, and it holds until the process ends."
            })
    public static final class Scale extends AskingCommand {

        @Parameters(index = "1", paramLabel = "STAGE=N[,...]", description = "stages and their workers")
        String workers;

        @Override
        String ask(RunningProcess process) throws Refusal, IOException {
            return process.ask("scale", workers);
        }
    }

    /** Asks it to end. */
    abstract static class Ending extends AskingCommand {

        @Option(names = "--wait", description = "return when it has ended")
        boolean wait;

        @Override
        void afterwards() throws IOException, InterruptedException {
            while (wait && RunningProcess.isThere(output)) {
                Thread.sleep(LOOK_MS);
            }
        }
    }

    @Command(
            name = "drain",
            header = "  bin/run drain out/clips --wait",
            description = {
                "Has the process that works on an output finish what is in flight, and end.",
                "The same command that started it goes on later. Asked twice, it stops."
            })
    public static final class Drain extends Ending {}

    @Command(
            name = "stop",
            header = "  bin/run stop out/clips --wait",
            description = {
                "Has the process that works on an output end at once.",
                "Nothing is lost: what was in flight is made again by the next run."
            })
    public static final class Stop extends Ending {}
}
