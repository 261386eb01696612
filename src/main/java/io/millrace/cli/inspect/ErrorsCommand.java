package io.millrace.cli.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
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
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "errors",
        header = {
            "Examples:",
            "  bin/run errors out/train",
            "  bin/run errors out/train --cause CorruptVideo --csv -",
            "  bin/run errors out/train --stage decode --json > failed.jsonl",
            ""
        },
        description = {
            "",
            "Tells what failed in an output: by cause, stage and kind of file, and what helps.",
            "Reads the journal only, so it may be asked while a run goes. Ends with 3 if there are failed items.",
            ""
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
            writeCsv(journal, new ItemFilter(null, null));
        } else if (!json) {
            System.out.println(
                    "no item of " + output + " has failed" + (failed.items() == 0 ? "; none has ended" : ""));
        }
    }

    private void write(JournalView journal, FailedItems failed, ItemFilter which, Advice advice) throws IOException {
        if (json) {
            writeJson(journal, which);
        } else if (csv != null) {
            writeCsv(journal, which);
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

    private static void writeJson(JournalView journal, ItemFilter which) throws IOException {
        JsonFactory factory =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator to = factory.createGenerator(StandardOutput.stream())) {
            to.setPrettyPrinter(new MinimalPrettyPrinter(""));
            journal.forEach((source, entry) -> {
                if (which.takes(entry)) {
                    object(to, source, entry);
                }
            });
        }
    }

    private static void object(JsonGenerator to, String source, Entry entry) throws IOException {
        Fault fault = entry.outcome().fault();
        to.writeStartObject();
        to.writeStringField("id", entry.id().value());
        to.writeStringField("source", source);
        to.writeStringField("outcome", entry.outcome().status().name());
        to.writeStringField("class", fault.type());
        to.writeStringField("stage", fault.stage());
        to.writeStringField("message", fault.message());
        to.writeNumberField("attempts", entry.attempt());
        to.writeEndObject();
        to.writeRaw('\n');
    }

    private void writeCsv(JournalView journal, ItemFilter which) throws IOException {
        if (csv.equals("-")) {
            try (Writer to = writer(StandardOutput.stream())) {
                lines(journal, which, to);
            }
            return;
        }
        try (Writer to = Files.newBufferedWriter(Path.of(csv))) {
            lines(journal, which, to);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot write " + csv + ": " + JournalException.reason(e), e);
        }
    }

    private static void lines(JournalView journal, ItemFilter which, Writer to) throws IOException {
        to.write("id,source,outcome,class,stage,message,attempts\n");
        journal.forEach((source, entry) -> {
            if (which.takes(entry)) {
                to.write(line(source, entry));
            }
        });
    }

    private static String line(String source, Entry entry) {
        Fault fault = entry.outcome().fault();
        return Csv.line(
                        entry.id().value(),
                        source,
                        entry.outcome().status().name(),
                        fault.type(),
                        fault.stage(),
                        fault.message(),
                        entry.attempt())
                + "\n";
    }

    private static Writer writer(OutputStream to) {
        return new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    }
}
