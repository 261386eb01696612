package io.millrace.cli.run;

import io.millrace.cli.option.JobOptions;
import io.millrace.cli.option.ShowOptions;
import io.millrace.cli.terminal.TerminalListener;
import io.millrace.config.Layers.Flag;
import io.millrace.run.JobSetup;
import io.millrace.run.Probe;
import io.millrace.run.RunListener;
import io.millrace.run.RunOptions;
import io.millrace.run.Session;
import io.millrace.run.process.Crash;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        header = {
            "  bin/run clips pairs.json --clips-dir videos --output out/train",
            "  bin/run clips pairs.csv --tokenizer tokenizer.json --split all-train",
            "  bin/run clips pairs.csv -w decode=4,transform=2 --size 224x224 --format npy",
            "  bin/run clips pairs.jsonl --limit 100 --progress json",
            "  bin/run clips pairs.jsonl --retry-failed",
            "  bin/run embed photos --output out/photos",
            "  bin/run embed faces --model arcface --model-file w600k_r50.onnx"
        },
        description = {
            "Runs a job until its source ends. Given again after an interruption or a crash,",
            "it goes on where it was.",
            "{verbs}"
        })
public final class RunCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    public JobOptions options;

    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            description = "finish what is open after that long, and stop")
    public String maxDuration;

    @Option(
            names = "--max-errors",
            paramLabel = "N|P%",
            description = "give up when more items fail, or more percent of at least 100 (100%%)")
    String maxErrors;

    @Option(names = "--retry-failed", description = "try items again that failed in earlier runs")
    boolean retryFailed;

    @Option(
            names = "--stale",
            paramLabel = "redo|keep|fail",
            defaultValue = "fail",
            description = "items whose input or settings changed since they were done (fail)")
    String stale;

    @Option(names = "--fresh", description = "forget earlier runs: the output is emptied first (asks)")
    boolean fresh;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--no-restart", description = "do not start again after a crash")
    boolean noRestart;

    @Option(names = Probe.OPTION, hidden = true, paramLabel = "ID")
    String probe;

    @Option(names = "--accept-loss", description = "go on where the journal has lost committed work: it is done again")
    boolean acceptLoss;

    @Option(names = "--fail-if-empty", description = "an empty source is an error (exit 5)")
    boolean failIfEmpty;

    @Mixin
    public ShowOptions show;

    @Override
    public Integer call() throws Exception {
        JobSetup setup = JobSetup.of(options.request(), flags());
        if (probe != null) {
            return Probe.run(setup, probe).code();
        }
        Supervisor.limitRestarts(setup.run().crash().restarts());
        options.notices().forEach(System.err::println);
        RunListener listener = TerminalListener.of(setup.run().console());
        return new Session(setup, runOptions(), listener).run().code();
    }

    private List<Flag> flags() {
        List<Flag> flags = new ArrayList<>(show.flags());
        JobOptions.add(flags, "--max-errors", "errors.max", maxErrors);
        JobOptions.add(flags, Probe.OPTION, "source.only", probe);
        return flags;
    }

    private RunOptions runOptions() throws Refusal {
        return new RunOptions(
                maxDuration == null ? null : JobOptions.duration(maxDuration),
                new RunOptions.Before(retryFailed, RunOptions.stale(stale), fresh && confirmed(), acceptLoss),
                failIfEmpty,
                spec.root().commandLine().getParseResult().originalArgs(),
                show.log(),
                show.report,
                null);
    }

    /** Emptying an output is asked for on a terminal, and must be said twice elsewhere. */
    private boolean confirmed() throws Refusal {
        if (yes || Crash.told()) { // the process that crashed has asked
            return true;
        }
        if (!Installation.isTerminal(0) || !Installation.isTerminal(1)) {
            throw Refusal.usage("--fresh empties the output; without a terminal to ask on, add --yes");
        }
        String answer = System.console()
                .readLine("Everything that earlier runs have made in the output is deleted. Sure? [y/N] ");
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw Refusal.usage("nothing was deleted, nothing was run");
        }
        return true;
    }
}
