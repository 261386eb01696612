package io.millrace.cli.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.Replay;
import io.millrace.run.KnownOutput;
import io.millrace.run.account.RunHistory;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import io.millrace.show.Format;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

    /** ASCII: nothing in it moves a cursor. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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
            List<LedgerLine> runs = standing(RunHistory.of(output), journal);
            if (json) {
                for (LedgerLine run : runs) {
                    System.out.println(object(run));
                }
            } else if (csv) {
                System.out.println("run,started,seconds,done,empty,failed,stand,ended,exit,version,fingerprint");
                runs.forEach(run -> System.out.println(line(run)));
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
    private static List<LedgerLine> standing(List<LedgerLine> runs, JournalView journal) throws IOException {
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
        List<LedgerLine> complete = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            complete.add(with(runs.get(i), ended.get(i)));
        }
        return complete;
    }

    /** What a killed run has done since its last word stands in the journal. */
    private static LedgerLine with(LedgerLine run, Map<Status, Long> ended) {
        boolean said = run.exit() != null;
        long done = ended.getOrDefault(Status.DONE, 0L);
        long empty = ended.getOrDefault(Status.EMPTY, 0L);
        long failed = ended.getOrDefault(Status.FAILED, 0L) + ended.getOrDefault(Status.QUARANTINED, 0L);
        return new LedgerLine(
                run.run(),
                run.startedMs(),
                run.elapsedNs(),
                said ? run.done() : Math.max(run.done(), done),
                said ? run.empty() : Math.max(run.empty(), empty),
                said ? run.failed() : Math.max(run.failed(), failed),
                done + empty + failed,
                run.ending(),
                run.exit(),
                run.version(),
                run.fingerprint(),
                run.changed());
    }

    private String total(JournalView journal) throws IOException {
        Replay now = journal.replay();
        return output + ": " + Format.count(journal.listed(), "item") + " listed, " + Format.count(now.items())
                + " stand = "
                + Format.count(now.done()) + " done + "
                + Format.count(now.empty()) + " empty + "
                + Format.count(now.failed()) + " failed + "
                + Format.count(now.quarantined()) + " quarantined";
    }

    private static void print(List<LedgerLine> runs) {
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

    private static List<String> cells(LedgerLine run) {
        return List.of(
                ForeignText.line(run.run()),
                run.startedMs() < 0
                        ? "-"
                        : TIME.format(Instant.ofEpochMilli(run.startedMs()).atZone(ZoneId.systemDefault())),
                run.elapsedNs() < 0 ? "-" : Format.span(Duration.ofNanos(run.elapsedNs())),
                Format.count(run.done()),
                Format.count(run.empty()),
                Format.count(run.failed()),
                Format.count(run.stands()),
                ForeignText.line(run.ending()),
                run.exit() == null ? "-" : run.exit().toString(),
                run.version().isEmpty() ? "-" : ForeignText.line(run.version()),
                run.fingerprint().isEmpty() ? "-" : run.fingerprint() + (run.changed() ? " changed" : ""));
    }

    private static String object(LedgerLine run) throws JsonProcessingException {
        ObjectNode object = JSON.createObjectNode();
        object.put("run", run.run());
        object.put("started", started(run));
        object.put("seconds", seconds(run));
        object.put("done", run.done()).put("empty", run.empty()).put("failed", run.failed());
        object.put("stand", run.stands()).put("ended", run.ending()).put("exit", run.exit());
        object.put("version", run.version()).put("fingerprint", run.fingerprint());
        return JSON.writeValueAsString(object);
    }

    private static String line(LedgerLine run) {
        return Csv.line(
                run.run(),
                started(run),
                seconds(run),
                run.done(),
                run.empty(),
                run.failed(),
                run.stands(),
                run.ending(),
                run.exit(),
                run.version(),
                run.fingerprint());
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
