package io.millrace.cli.inspect;

import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.journal.Replay;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.upkeep.JournalCheck;
import io.millrace.engine.upkeep.Upkeep;
import io.millrace.run.Failing;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.StandardOutput;
import io.millrace.show.Format;
import io.millrace.store.OutputFiles;
import io.millrace.text.ForeignText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "journal",
        header = {
            "  bin/run journal check out/train               is all there that was recorded",
            "  bin/run journal check out/train --outputs     and are the results as they were written",
            "  bin/run journal repair out/train              do at once what the next run would do",
            "  bin/run journal repair out/train --outputs    have what is lost of the results made again",
            "  bin/run journal compact out/train             one file, without what is out of date",
            "  bin/run journal export out/train > all.jsonl  the newest record of each item"
        },
        description = {
            "Looks after the journal of an output. 'check' and 'export' change nothing and",
            "work beside a run; 'repair' and 'compact' need the output for themselves.",
            "'check' ends with 0 if there is nothing to repair, else with 74."
        },
        synopsisSubcommandLabel = "check|repair|compact|export")
public final class JournalCommand implements Callable<Integer> {

    private static final int MOST_NAMED = 10;

    private static final String REMEDY = "; 'bin/run journal repair --outputs' has them made again";

    /** More of all items than one in so many are forgotten only if somebody says so. */
    private static final int FORGOTTEN_UNASKED = 100;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do: journal check|repair|compact|export OUT");
    }

    @Command(
            name = "check",
            description = "Holds journal, listing, seals, summaries and results against one another, and says "
                    + "what is damaged.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:nothing is damaged",
                "3:something is damaged; the next run, or a repair, puts it right without loss",
                "74:recorded work is lost, or results are not as they were recorded"
            })
    int check(
            @Parameters(paramLabel = "OUT", description = "the output") Path output,
            @Option(names = "--outputs", description = "read all results, too, and compare them with their records")
                    boolean outputs)
            throws Refusal {
        ExitCode worst = ExitCode.OK;
        for (Upkeep upkeep : journals(output)) {
            ExitCode code = check(upkeep, outputs);
            worst = code.code() > worst.code() ? code : worst;
        }
        return worst.code();
    }

    private static ExitCode check(Upkeep upkeep, boolean outputs) throws Refusal {
        Wrong wrong = new Wrong("missing or of another length: ");
        JournalCheck found = with(() -> upkeep.check(wrong));
        print(upkeep, found);
        boolean whole = !outputs || areWhole(upkeep);
        return code(found, whole);
    }

    private static ExitCode code(JournalCheck found, boolean whole) {
        if (found.replay().lost() > 0 || found.wrongOutputs() > 0 || !whole) {
            return ExitCode.IO;
        }
        return found.whole() ? ExitCode.OK : ExitCode.FAILURES;
    }

    /** Names the first few items, and counts them all. */
    private static final class Wrong implements Outputs.Visitor {

        private final String what;
        private long count;

        Wrong(String what) {
            this.what = what;
        }

        @Override
        public void item(Entry entry) {
            count++;
            if (count <= MOST_NAMED) {
                line("", what + entry.id());
            }
        }
    }

    private static boolean areWhole(Upkeep upkeep) throws Refusal {
        Wrong wrong = new Wrong("not as recorded: ");
        with(() -> {
            upkeep.verify(wrong);
            return null;
        });
        line(
                "results",
                wrong.count == 0
                        ? "all as they were recorded"
                        : "DAMAGED or missing: those of " + Format.count(wrong.count, "item") + REMEDY);
        return wrong.count == 0;
    }

    @Command(
            name = "repair",
            description = "Keeps damaged files in quarantine and goes on with every intact record.",
            mixinStandardHelpOptions = true)
    int repair(
            @Parameters(paramLabel = "OUT", description = "the output") Path output,
            @Option(names = "--accept-loss", description = "go on without committed work: it is done again")
                    boolean acceptLoss,
            @Option(
                            names = "--outputs",
                            description = "forget the items whose results are damaged or missing: the next run makes"
                                    + " them again")
                    boolean outputs,
            @Option(names = "--yes", description = "do not ask before more than one item in a hundred is forgotten")
                    boolean yes)
            throws Refusal {
        for (Upkeep upkeep : journals(output)) {
            repair(upkeep, acceptLoss);
            if (outputs) {
                repairOutputs(upkeep, new Consent(yes));
            }
        }
        return ExitCode.OK.code();
    }

    private static void repairOutputs(Upkeep upkeep, Consent consent) throws Refusal {
        long forgotten = with(() -> upkeep.repairOutputs(consent));
        if (consent.refusal != null) {
            throw Refusal.io(consent.refusal);
        }
        System.out.println(
                forgotten == 0
                        ? "all results are as they were recorded" + ofPhase(upkeep)
                        : Format.count(forgotten, "item") + " forgotten: the next run makes "
                                + (forgotten == 1 ? "it" : "them") + " again");
    }

    /** To forget many items somebody has to say so: a disk that is not mounted looks like lost results. */
    private static final class Consent implements Upkeep.Consent {

        private final boolean given;

        /** Why nothing was forgotten; null if nobody refused. */
        private String refusal;

        Consent(boolean given) {
            this.given = given;
        }

        @Override
        public boolean toForget(long wrong, long of) {
            if (given || wrong <= 1 || wrong * FORGOTTEN_UNASKED <= of) {
                return true;
            }
            String what = "the results of " + Format.count(wrong) + " of " + Format.count(of, "item")
                    + " are not as they were recorded";
            if (!Installation.isTerminal(0) || !Installation.isTerminal(1)) {
                refusal =
                        what + ": see that the output is complete and readable, then add --yes to have them made again;"
                                + " nothing was forgotten";
                return false;
            }
            String answer = System.console().readLine("%s. Have them made again? [y/N] ", what);
            if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
                refusal = "nothing was forgotten";
            }
            return refusal == null;
        }
    }

    private static void repair(Upkeep upkeep, boolean acceptLoss) throws Refusal {
        JournalCheck found = with(() -> upkeep.repair(acceptLoss));
        if (found.whole()) {
            System.out.println("there was nothing to repair" + ofPhase(upkeep));
            return;
        }
        print(upkeep, found);
        System.out.println("repaired: " + Format.count(found.replay().items(), "item")
                + " on record; what was damaged is kept in " + found.home().resolve("quarantine"));
    }

    private static String ofPhase(Upkeep upkeep) {
        return upkeep.phase().isEmpty() ? "" : " in the phase " + upkeep.phase();
    }

    @Command(
            name = "compact",
            description = "Puts one snapshot in the place of all files of records.",
            mixinStandardHelpOptions = true)
    int compact(@Parameters(paramLabel = "OUT", description = "the output") Path output) throws Refusal {
        long before = 0;
        long after = 0;
        for (Upkeep upkeep : journals(output)) {
            before += with(upkeep::compact);
            after += with(upkeep::bytes);
        }
        System.out.println("compacted: " + mib(before) + " of records are now " + mib(after));
        return ExitCode.OK.code();
    }

    @Command(
            name = "export",
            description = "Writes the newest record of each item to stdout, a line of JSON each.",
            mixinStandardHelpOptions = true)
    int export(@Parameters(paramLabel = "OUT", description = "the output") Path output) throws Refusal, IOException {
        BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(StandardOutput.stream(), StandardCharsets.UTF_8));
        for (Upkeep upkeep : journals(output)) {
            with(() -> {
                upkeep.export(out);
                return null;
            });
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    /** That of the output, then those of further phases. */
    private static List<Upkeep> journals(Path output) throws Refusal {
        return with(() -> {
            Upkeep first = new Upkeep(output, new OutputFiles(output));
            List<Upkeep> all = new ArrayList<>(List.of(first));
            all.addAll(first.phases());
            return all;
        });
    }

    private static <T> T with(Work<T> work) throws Refusal {
        try {
            return work.done();
        } catch (JournalException e) {
            throw Failing.refusal(e);
        } catch (IOException e) {
            throw Refusal.io(e.getMessage());
        }
    }

    private static void print(Upkeep upkeep, JournalCheck found) {
        line("journal", found.home() + ofPhase(upkeep));
        Replay replay = found.replay();
        String sum = Format.count(replay.items()) + " = " + RunsCommand.sum(replay);
        line("items", sum + "; " + Format.count(replay.runs(), "run"));
        for (JournalCheck.Part part : found.parts()) {
            line(part.name(), Format.count(part.records(), "record") + ", " + mib(part.bytes()) + state(part));
        }
        line("dead", Format.count(found.dead(), "record") + " that newer ones stand for");
        line(
                "listing",
                Format.count(found.listed(), "item")
                        + (found.listingDamage() == 0
                                ? ""
                                : "   DAMAGED: " + Format.count(found.listingDamage(), "byte") + " after them"));
        line("MANIFEST", found.manifest() ? "ok" : "DAMAGED or missing");
        line("layout", found.layout() == null ? "not known" : found.layout());
        line(
                "results",
                found.wrongOutputs() == 0
                        ? "all there, by name and length"
                        : "MISSING, or of another length: those of " + Format.count(found.wrongOutputs(), "item")
                                + REMEDY);
        if (found.unrecorded() > 0) {
            line(
                    "unrecorded",
                    Format.count(found.unrecorded(), "result") + " that a killed run has left without a record; the"
                            + " next run makes " + (found.unrecorded() == 1 ? "it" : "them") + " again");
        }
        found.findings().forEach(finding -> line("", "DAMAGED: " + finding));
        line(
                "",
                found.whole()
                        ? "nothing to repair"
                        : "to be repaired: by the next run, or by 'bin/run journal repair'");
        if (found.replay().lost() > 0) {
            line(
                    "",
                    "committed work lost: " + Format.count(found.replay().lost(), "record")
                            + "; put the files back from a copy, or give --accept-loss");
        }
    }

    private static String state(JournalCheck.Part part) {
        return part.whole()
                ? ""
                : "   DAMAGED: " + Format.count(part.lost()) + " lost, " + Format.count(part.missing()) + " missing, "
                        + Format.count(part.corrupt()) + " corrupt"
                        + (part.sealed() ? "" : ", not what was sealed");
    }

    private static void line(String name, String text) {
        System.out.printf(Locale.ROOT, "%-18s %s%n", name, ForeignText.line(text));
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
