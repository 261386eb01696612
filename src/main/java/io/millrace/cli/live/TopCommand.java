package io.millrace.cli.live;

import io.millrace.cli.option.JobOptions;
import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Supervisor;
import io.millrace.show.console.Display;
import io.millrace.show.console.FullScreen;
import io.millrace.show.console.PlainProgress;
import io.millrace.show.console.RunFiles;
import io.millrace.show.console.Terminals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "top",
        header = "  bin/run top out/clips",
        description = {
            "Shows the process that works on an output, live, with the keys of its console.",
            "q leaves, and the process goes on. Where there is no terminal it writes lines."
        })
public final class TopCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OUT", description = "an output that a process works on")
    Path output;

    @Option(names = "--no-color", description = "no colours")
    boolean noColor;

    @Option(names = "--interval", paramLabel = "D", description = "between lines, where there is no terminal (10s)")
    String interval = "10s";

    /** Null when the process has gone. */
    private Status last;

    private boolean gone;

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        Duration between = JobOptions.duration(interval);
        try (RunningProcess process = RunningProcess.of(output)) {
            last = process.status();
            try (Display show = open(process, between)) {
                watch(process, show);
            } finally {
                Supervisor.tellConsoleGone();
            }
        }
        if (gone) {
            String out = CommandLineWords.quoted(output);
            System.out.println(
                    "the process that worked on " + output + " is gone; bin/run runs " + out + " tells how it ended");
        }
        return ExitCode.OK.code();
    }

    private Display open(RunningProcess process, Duration between) throws IOException {
        Terminals terminals = Installation.terminals();
        if (terminals.obstacleToKeys() != null) {
            return new PlainProgress(System.err, between);
        }
        Path run = RunFolder.latest(output);
        RunFiles files = new RunFiles(
                run.resolve("run.log"), run.resolve("config.conf"), List.of("files    " + run, "output   " + output));
        FullScreen screen = FullScreen.attach(terminals, !noColor && terminals.colour(), files, process);
        Supervisor.tellConsole(screen::close);
        return screen;
    }

    private void watch(RunningProcess process, Display show) throws InterruptedException {
        while (!gone && !(show instanceof FullScreen screen && screen.left())) {
            show.tick(() -> look(process));
            Thread.sleep(show.pulse().toMillis());
        }
    }

    /** The last that there was, when there is no more. */
    private Status look(RunningProcess process) {
        try {
            last = process.status();
        } catch (Refusal | IOException e) {
            gone = true;
        }
        return last;
    }
}
