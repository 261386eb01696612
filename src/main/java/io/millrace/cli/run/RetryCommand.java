package io.millrace.cli.run;

import io.millrace.cli.option.IdList;
import io.millrace.cli.option.JobOptions;
import io.millrace.cli.option.ShowOptions;
import io.millrace.cli.terminal.TerminalListener;
import io.millrace.config.Layers.Flag;
import io.millrace.config.Spelling;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.jobs.Assembly;
import io.millrace.run.Fingerprint;
import io.millrace.run.JobSetup;
import io.millrace.run.KnownOutput;
import io.millrace.run.Probe;
import io.millrace.run.RunListener;
import io.millrace.run.RunOptions;
import io.millrace.run.Selection;
import io.millrace.run.Session;
import io.millrace.run.StaleItems;
import io.millrace.run.account.FailedItems;
import io.millrace.run.account.ItemFilter;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.Supervisor;
import io.millrace.show.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        header = {
            "  bin/run retry out/train",
            "  bin/run retry out/train --cause CorruptVideo --set stages.decode.corrupt=keep-decoded",
            "  bin/run retry out/train --ids clip-7,clip-9",
            "  bin/run retry out/train --ids failed.jsonl"
        },
        description = {
            "Tries failed items of an output again, with the settings of its latest run.",
            "Everything else stays as it is. 'bin/run errors OUT' tells what has failed."
        })
public final class RetryCommand implements Callable<Integer> {

    /** A budget is for a run over all of the input; here each item has failed once. */
    private static final String ALL_MAY_FAIL = "errors.max=100%";

    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OUT", description = "an output")
    Path output;

    @Option(names = "--cause", paramLabel = "C", description = "only failures of this class")
    String cause;

    @Option(
            names = "--ids",
            paramLabel = "FILE|a,b",
            description = "only these; a file has one on each line, or is a failures.jsonl")
    String ids;

    @Option(
            names = {"-w", "--workers"},
            paramLabel = "N|STAGE=N,...",
            description = "workers of the heavy stages, or of the stages named")
    String workers;

    @Option(names = "--memory", paramLabel = "SIZE", description = "what the process may use in all (read by bin/run)")
    String memory;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting that is to be another than it was")
    List<String> sets = new ArrayList<>();

    @Option(names = Probe.OPTION, hidden = true, paramLabel = "ID")
    String probe;

    @Mixin
    ShowOptions show;

    @Override
    public Integer call() throws Exception {
        KnownOutput known = KnownOutput.of(output);
        if (probe != null) {
            return Probe.run(
                            known.setup(options(sets).request(), List.of(new Flag(Probe.OPTION, "source.only", probe))),
                            probe)
                    .code();
        }
        Selection selection = select(known);
        if (selection == null) {
            return ExitCode.OK.code();
        }
        requireJoined(known);
        JobSetup setup = known.setup(options(sets).request(), show.flags());
        Supervisor.limitRestarts(setup.run().crash().restarts());
        RunListener listener = TerminalListener.of(setup.run().console());
        return new Session(setup, runOptions(selection), listener).run().code();
    }

    /** Null, after saying so, if nothing has failed. */
    private Selection select(KnownOutput known) throws Refusal, IOException {
        try (JournalView journal = known.openJournal()) {
            FailedItems failed = FailedItems.of(journal);
            if (failed.isEmpty()) {
                System.out.println("no item of " + output + " has failed" + unfinished(journal));
                return null;
            }
            ItemFilter which = new ItemFilter(cause, null);
            failed.require(which);
            Selection wanted = new Selection(which, ids == null ? null : IdList.of(ids), 0);
            requireFailed(journal, wanted.ids());
            return counted(journal, wanted);
        }
    }

    /** A retry that was killed leaves its items without an end: whichever run comes next does them. */
    private static String unfinished(JournalView journal) throws JournalException {
        long open = journal.listed() - journal.replay().items();
        return open <= 0 ? "" : "; " + Format.count(open, "item") + " have not ended yet: the next run does them";
    }

    private Selection counted(JournalView journal, Selection wanted) throws Refusal, IOException {
        long[] count = new long[1];
        journal.forEach((source, entry) -> count[0] += wanted.takes(entry) ? 1 : 0);
        if (count[0] == 0) {
            String what = ids == null ? "is quarantined, which 'retry' leaves alone" : "has the cause " + cause;
            throw Refusal.usage(ids == null ? "all that failed " + what : "none of the items named " + what);
        }
        return new Selection(wanted.which(), wanted.ids(), count[0]);
    }

    /** Whoever names an item wants that one: a misspelt id must not look like one that was dealt with. */
    private void requireFailed(JournalView journal, Set<ItemId> named) throws Refusal, IOException {
        if (named == null) {
            return;
        }
        for (ItemId id : named) {
            Entry entry = journal.find(id);
            if (entry == null) {
                throw unknown(journal, id);
            }
            Status status = entry.outcome().status();
            if (status != Status.FAILED) {
                throw Refusal.usage("item '" + id + "' is " + status + ", not FAILED");
            }
        }
    }

    private Refusal unknown(JournalView journal, ItemId id) throws IOException {
        List<String> failed = new ArrayList<>();
        journal.forEach((source, entry) -> {
            if (entry.outcome().status() == Status.FAILED) {
                failed.add(entry.id().value());
            }
        });
        return Refusal.usage(output + " knows no item '" + id + "'" + Spelling.hint(id.value(), failed) + "; "
                + Format.count(failed.size(), "item") + " failed, 'bin/run errors "
                + CommandLineWords.quoted(output) + " --json' names them");
    }

    /**
     * What is tried again joins what stands, so the settings must be of a run that has recorded something, but for what
     * is set now: with others, results of two kinds would lie side by side, and nobody has asked for that.
     */
    private void requireJoined(KnownOutput known) throws Refusal, IOException {
        JobSetup setup = known.setup(options(List.of()).request(), List.of());
        try (Assembly used = setup.assembly();
                JournalView journal = known.openJournal()) {
            assert used != null;
            Fingerprint now = Fingerprint.of(setup);
            Set<String> recorded = new TreeSet<>();
            journal.forEach((source, entry) -> recorded.add(entry.fingerprint()));
            if (!recorded.contains(now.value()) && !recorded.contains("")) {
                throw new Refusal(ExitCode.STALE, otherSettings(recorded, now, journal::settings));
            }
        }
    }

    private String otherSettings(Set<String> recorded, Fingerprint now, UnaryOperator<String> settings) {
        return "nothing in " + output + " was made with the settings of its latest run, so a retry would mix them:\n"
                + StaleItems.changes(recorded, now, settings)
                + "Give the command of a run again with --retry-failed, and --stale redo or keep";
    }

    private JobOptions options(List<String> sets) {
        JobOptions options = new JobOptions();
        options.workers = workers;
        options.results.memory = memory;
        options.results.sets = new ArrayList<>(List.of(ALL_MAY_FAIL));
        options.results.sets.addAll(sets);
        return options;
    }

    private RunOptions runOptions(Selection selection) {
        return new RunOptions(
                null,
                new RunOptions.Before(true, StalePolicy.KEEP, false, false),
                false,
                spec.root().commandLine().getParseResult().originalArgs(),
                show.log(),
                show.report,
                selection);
    }
}
