package io.millrace.cli.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.engine.item.Fault;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalView;
import io.millrace.engine.journal.record.Entry;
import io.millrace.run.KnownOutput;
import io.millrace.run.account.Advice;
import io.millrace.run.account.FailedItems;
import io.millrace.run.account.ItemFilter;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import io.millrace.run.process.StandardOutput;
import io.millrace.show.console.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "errors",
        header = {
            "  bin/run errors out/train",
            "  bin/run errors out/train --cause CorruptVideo --csv -",
            "  bin/run errors out/train --stage decode --json > failed.jsonl"
        },
        description = {
            "Tells what failed in an output: by cause, stage and kind of file, and what helps.",
            "Reads the journal only, so it may be asked while a run goes. Ends with 3 if there are failed items."
        })
public final class ErrorsCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OUT", description = "an output")
    Path output;

    @Option(names = "--cause", paramLabel = "C", description = "only failures of this class")
    String cause;

    @Option(names = "--stage", paramLabel = "S", description = "only failures in this stage")
    String stage;

    @Option(names = "--csv", paramLabel = "FILE|-", description = "a line for each item, into a file or to stdout")
    String csv;

    @Option(names = "--json", description = "an object for each item, to stdout")
    boolean json;

    @Override
    public Integer call() throws Refusal, IOException {
        if (json && csv != null) {
            throw Refusal.usage("--json and --csv exclude each other");
        }
        KnownOutput known = KnownOutput.of(output);
        try (JournalView journal = known.openJournal()) {
            FailedItems failed = FailedItems.of(journal);
            if (failed.isEmpty()) {
                tellNone(failed, journal);
                return ExitCode.OK.code();
            }
            ItemFilter which = new ItemFilter(cause, stage);
            failed.require(which);
            write(journal, failed, which, known.advice());
            return ExitCode.FAILURES.code();
        }
    }

    /** A program that wants lines gets none. */
    private void tellNone(FailedItems failed, JournalView journal) throws IOException {
        if (csv != null) {
            writeLines(journal, new ItemFilter(null, null));
        } else if (!json) {
            System.out.println(
                    "no item of " + output + " has failed" + (failed.items() == 0 ? "; none has ended" : ""));
        }
    }

    private void write(JournalView journal, FailedItems failed, ItemFilter which, Advice advice) throws IOException {
        if (json || csv != null) {
            writeLines(journal, which);
        } else {
            System.out.println(output + ": " + failed.sentence());
            System.out.println();
            System.out.print(failed.table(which).text());
            System.out.println();
            failed.causes().stream()
                    .filter(fault -> cause == null || cause.equals(fault.type()))
                    .forEach(fault -> System.out.println(fault.type() + ": " + advice.against(fault)));
        }
    }

    /** To stdout, or into the file that is named. */
    private void writeLines(JournalView journal, ItemFilter which) throws IOException {
        if (json || csv.equals("-")) {
            try (Writer to = new BufferedWriter(new OutputStreamWriter(StandardOutput.stream(), UTF_8))) {
                writeLines(journal, which, to);
            }
            return;
        }
        try (Writer to = Files.newBufferedWriter(Path.of(csv))) {
            writeLines(journal, which, to);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot write " + csv + ": " + JournalException.reason(e), e);
        }
    }

    private void writeLines(JournalView journal, ItemFilter which, Writer to) throws IOException {
        to.write(json ? "" : "id,source,outcome,class,stage,message,attempts\n");
        journal.forEach((source, entry) -> {
            if (which.takes(entry)) {
                FailedItem item = FailedItem.of(source, entry);
                to.write((json ? Json.text(item) : item.csv()) + "\n");
            }
        });
    }

    /** As programs read it, in this order. */
    private record FailedItem(
            String id,
            String source,
            String outcome,
            @JsonProperty("class") String type,
            String stage,
            String message,
            int attempts) {

        static FailedItem of(String source, Entry entry) {
            Fault fault = entry.outcome().fault();
            String outcome = entry.outcome().status().name();
            String id = entry.id().value();
            return new FailedItem(id, source, outcome, fault.type(), fault.stage(), fault.message(), entry.attempt());
        }

        String csv() {
            return Csv.line(id, source, outcome, type, stage, message, attempts);
        }
    }
}
