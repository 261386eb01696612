package io.millrace.cli.inspect;

import io.millrace.cli.inspect.Explanation.ItemNow;
import io.millrace.cli.option.IdList;
import io.millrace.cli.option.JobOptions;
import io.millrace.config.Spelling;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.ItemEnd;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.pipeline.Survey;
import io.millrace.jobs.OpenPhase;
import io.millrace.jobs.Phase;
import io.millrace.run.Fingerprint;
import io.millrace.run.JobSetup;
import io.millrace.run.KnownOutput;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        header = {
            "  bin/run explain out/train clip-7",
            "  bin/run explain out/train clip-7 --set stages.transform.size=224x224"
        },
        description = {
            "Tells one item's story: how and when it ended, what it left, and what a run would do with it.",
            "The settings are those of the latest run; those that are set are looked at as if it had had them."
        })
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OUT", description = "an output")
    Path output;

    @Parameters(index = "1", paramLabel = "ID", description = "one of its items")
    String id;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting that is to be another than it was")
    List<String> sets = new ArrayList<>();

    @Override
    public Integer call() throws Refusal, IOException {
        KnownOutput known = KnownOutput.of(output);
        ItemId item = IdList.one(id);
        JobSetup setup = known.setup(options().request(), List.of());
        try (JournalView journal = known.openJournal()) {
            List<ItemEnd> ends = journal.history(item);
            ItemNow now = now(setup.assembly().first(), setup, item, "the input does not have it");
            if (ends.isEmpty() && now.item() == null && !isOfLaterPhase(known, setup, item)) {
                throw unknown(journal, now);
            }
            if (!ends.isEmpty() || now.item() != null) {
                explain(known, setup, item, journal, now);
            }
            return ExitCode.OK.code();
        }
    }

    private void explain(KnownOutput known, JobSetup setup, ItemId item, JournalView journal, ItemNow now)
            throws IOException {
        System.out.print(new Explanation(known, item, Fingerprint.of(setup), journal::settings, RunTimes.of(output))
                .of(journal.history(item), now, journal.find(item) != null));
    }

    /** Explains an item that a phase after the first has ended. */
    private boolean isOfLaterPhase(KnownOutput known, JobSetup setup, ItemId item) throws IOException {
        for (JournalFolder folder : known.phases()) {
            try (JournalView journal = JournalView.open(folder)) {
                if (!journal.history(item).isEmpty()) {
                    System.out.printf(Locale.ROOT, "phase     %s%n", folder.phase());
                    explain(known, setup, item, journal, ofPhase(setup, folder.phase(), item));
                    return true;
                }
            }
        }
        return false;
    }

    private static ItemNow ofPhase(JobSetup setup, String name, ItemId item) throws IOException {
        for (Phase<?, ?> phase : setup.assembly().phases()) {
            if (phase.name().equals(name)) {
                return now(phase, setup, item, "the phase does not have it any more");
            }
        }
        return new ItemNow(null, "the job has no phase " + name + " any more");
    }

    private static ItemNow now(Phase<?, ?> phase, JobSetup setup, ItemId id, String gone) throws IOException {
        try (OpenPhase<?, ?> open = OpenPhase.of(phase, setup.output())) {
            Item<?> item = Survey.first(open.only(id::equals).source());
            return new ItemNow(item, item == null ? gone : null);
        } catch (ManifestException e) {
            return new ItemNow(null, e.getMessage());
        }
    }

    private JobOptions options() {
        JobOptions options = new JobOptions();
        options.only = id;
        options.results.sets = sets;
        return options;
    }

    private Refusal unknown(JournalView journal, ItemNow now) throws IOException {
        List<String> known = new ArrayList<>();
        journal.forEach((source, entry) -> known.add(entry.id().value()));
        return Refusal.usage(
                output + " knows no item '" + id + "'" + Spelling.hint(id, known) + " (" + now.reason() + ")");
    }
}
