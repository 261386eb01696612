package io.millrace.cli.inspect;

import static java.lang.Math.max;

import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.Replay;
import io.millrace.run.KnownOutput;
import io.millrace.run.account.RunHistory;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import io.millrace.show.Format;
import io.millrace.show.console.Json;
import io.millrace.show.report.LedgerLine;
import io.millrace.text.ForeignText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "runs",
        header = {
            "  bin/run runs out/train",
            "  bin/run runs out/train --json",
            "  bin/run runs out/train --csv > runs.csv"
        },
        description = {
            "Lists the runs of an output, the killed ones too: what each has done, how it ended, and how",
            "many of the items as they stand now are from it. May be asked while a run goes."
        })
public final class RunsCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final List<String> HEADINGS = List.of(
            "RUN", "STARTED", "TIME", "DONE", "EMPTY", "FAILED", "STAND", "ENDED", "EXIT", "VERSION", "SETTINGS");

    /** These stand to the right. */
    private static final int FIRST_FIGURE = 2;

    private static final int LAST_FIGURE = 6;

    @Parameters(index = "0", paramLabel = "OUT", description = "an output")
    Path output;

    @Option(names = "--csv", description = "a line for each run, to stdout")
    boolean csv;

    @Option(names = "--json", description = "an object for each run, to stdout")
    boolean json;

    @Override
    public Integer call() throws Refusal, IOException {
        if (json && csv) {
            throw Refusal.usage("--json and --csv exclude each other");
        }
        try (JournalView journal = KnownOutput.of(output).openJournal()) {
            List<Row> runs = standing(RunHistory.of(output), journal);
            if (json) {
                runs.forEach(run -> System.out.println(Json.text(facts(run))));
            } else if (csv) {
                System.out.println("run,started,seconds,done,empty,failed,stand,ended,exit,version,fingerprint");
                runs.forEach(
                        run -> System.out.println(Csv.line(facts(run).values().toArray())));
            } else {
                print(runs);
                System.out.println(total(journal));
            }
        }
        return ExitCode.OK.code();
    }

    /**
     * With the items that stand as each run left them. One run at a time holds an output, so an item is of the run that
     * began last before it ended.
     */
    private static List<Row> standing(List<LedgerLine> runs, JournalView journal) throws IOException {
        TreeMap<Long, Integer> begun = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).startedMs() >= 0) {
                begun.put(runs.get(i).startedMs(), i);
            }
        }
        List<Map<Status, Long>> ended = new ArrayList<>();
        runs.forEach(run -> ended.add(new EnumMap<>(Status.class)));
        if (!begun.isEmpty()) {
            journal.forEachEnd((status, millis) -> {
                Map.Entry<Long, Integer> run = begun.floorEntry(millis);
                int at = (run == null ? begun.firstEntry() : run).getValue();
                ended.get(at).merge(status, 1L, Long::sum);
            });
        }
        return IntStream.range(0, runs.size())
                .mapToObj(at -> Row.of(runs.get(at), ended.get(at)))
                .toList();
    }

    /**
     * @param run as it has told of itself
     * @param stand items that stand in the output as this run left them: over all runs they are all that have ended
     */
    private record Row(LedgerLine run, long done, long empty, long failed, long stand) {

        /** What a killed run has done since its last word stands in the journal. */
        static Row of(LedgerLine run, Map<Status, Long> ended) {
            long done = ended.getOrDefault(Status.DONE, 0L);
            long empty = ended.getOrDefault(Status.EMPTY, 0L);
            long failed = ended.getOrDefault(Status.FAILED, 0L) + ended.getOrDefault(Status.QUARANTINED, 0L);
            long stand = done + empty + failed;
            return run.exit() != null
                    ? new Row(run, run.done(), run.empty(), run.failed(), stand)
                    : new Row(run, max(run.done(), done), max(run.empty(), empty), max(run.failed(), failed), stand);
        }
    }

    private String total(JournalView journal) throws IOException {
        Replay now = journal.replay();
        return output + ": " + Format.count(journal.listed(), "item") + " listed, " + Format.count(now.items())
                + " stand = " + sum(now);
    }

    /** {@code 3 done + 0 empty + 1 failed + 0 quarantined} */
    static String sum(Replay now) {
        return Format.count(now.done()) + " done + " + Format.count(now.empty()) + " empty + "
                + Format.count(now.failed()) + " failed + " + Format.count(now.quarantined()) + " quarantined";
    }

    private static void print(List<Row> runs) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        runs.forEach(run -> rows.add(cells(run)));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                boolean right = column >= FIRST_FIGURE && column <= LAST_FIGURE;
                line.append(String.format(
                        Locale.ROOT, "%" + (right ? "" : "-") + width(rows, column) + "s  ", row.get(column)));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }

    private static List<String> cells(Row row) {
        LedgerLine run = row.run();
        return List.of(
                ForeignText.line(run.run()),
                run.startedMs() < 0
                        ? "-"
                        : TIME.format(Instant.ofEpochMilli(run.startedMs()).atZone(ZoneId.systemDefault())),
                run.elapsedNs() < 0 ? "-" : Format.span(Duration.ofNanos(run.elapsedNs())),
                Format.count(row.done()),
                Format.count(row.empty()),
                Format.count(row.failed()),
                Format.count(row.stand()),
                ForeignText.line(run.ending()),
                run.exit() == null ? "-" : run.exit().toString(),
                run.version().isEmpty() ? "-" : ForeignText.line(run.version()),
                run.fingerprint().isEmpty() ? "-" : run.fingerprint() + (run.changed() ? " changed" : ""));
    }

    /** As programs read it, in the order of the columns. */
    private static Map<String, Object> facts(Row row) {
        LedgerLine run = row.run();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run.run());
        facts.put("started", started(run));
        facts.put("seconds", seconds(run));
        facts.put("done", row.done());
        facts.put("empty", row.empty());
        facts.put("failed", row.failed());
        facts.put("stand", row.stand());
        facts.put("ended", run.ending());
        facts.put("exit", run.exit());
        facts.put("version", run.version());
        facts.put("fingerprint", run.fingerprint());
        return facts;
    }

    private static String started(LedgerLine run) {
        return run.startedMs() < 0
                ? null
                : Instant.ofEpochMilli(run.startedMs()).toString();
    }

    private static Double seconds(LedgerLine run) {
        return run.elapsedNs() < 0 ? null : Math.rint(run.elapsedNs() / 1e6) / 1e3;
    }
}
