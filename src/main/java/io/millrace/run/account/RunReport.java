package io.millrace.run.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.engine.item.Fault;
import io.millrace.engine.journal.JournalException;
import io.millrace.run.process.Refusal;
import io.millrace.show.FailureGroup;
import io.millrace.show.report.Report;
import io.millrace.show.report.Report.KeptFile;
import io.millrace.show.report.Report.Setting;
import io.millrace.show.report.ReportPoint;
import io.millrace.show.report.RunRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the page about one run of what the run has left in its folder, so that it is the same at the end of the run and
 * whenever it is made again, but for the runs that came later.
 */
public record RunReport(Path output, Path folder, List<Setting> settings) {

    /** What a run leaves, and what it is. */
    private static final List<Map.Entry<String, String>> FILES = List.of(
            Map.entry("summary.json", "how it ended, for programs"),
            Map.entry("failures.jsonl", "each item that failed in it"),
            Map.entry("run.log", "what it logged"),
            Map.entry("config.conf", "its settings"),
            Map.entry(RunRecord.FILE, "its record over time"));

    /**
     * The settings are those that the run has left, which are all that it read: where each came from stands behind it.
     */
    public static RunReport of(Path output, Path folder) {
        Path file = folder.resolve("config.conf");
        Configuration recorded = Configuration.load(Layers.of(file));
        List<Setting> settings = recorded.shown().stream()
                .filter(shown -> shown.origin().startsWith(file.toString()))
                .map(shown ->
                        new Setting(shown.key(), shown.value(), shown.comment().isEmpty() ? "-" : shown.comment()))
                .toList();
        return new RunReport(output, folder, settings);
    }

    /** Somebody who names a file wants to know at once if it cannot be there. */
    public static void requireWritable(Path file) throws Refusal {
        Path above = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(above);
        } catch (IOException e) {
            throw unwritable(file, JournalException.reason(e));
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : above)) {
            throw unwritable(file, Files.isDirectory(file) ? "it is a folder" : "it may not be written");
        }
    }

    private static Refusal unwritable(Path file, String reason) {
        return Refusal.io("the report cannot be written to " + file + ": " + reason + "; name another --report");
    }

    /** Why there is none. */
    public static String reason(Exception failure) {
        return failure instanceof IOException io ? JournalException.reason(io) : failure.toString();
    }

    /**
     * Writes the page into the run's folder.
     *
     * @param copy where else; null for nowhere
     * @return where it is: {@code copy}, if there is one
     */
    public Path write(Path copy) throws IOException {
        String html = report().html();
        Path file = folder.resolve(Report.FILE);
        replace(file, html);
        if (copy != null) {
            replace(copy, html);
        }
        return copy == null ? file : copy;
    }

    /** Somewhere else only. */
    public void writeTo(Path file) throws IOException {
        replace(file, report().html());
    }

    private static void replace(Path file, String html) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, html); // a pipe or a terminal
            return;
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, html);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Report report() throws IOException {
        RunRecord run = RunRecord.read(folder);
        if (run == null) {
            throw new IOException("there is no record in " + folder + ": the run was over before it began");
        }
        boolean ended = run.end() != null;
        List<FailureGroup> failures = ended ? run.end().failures() : failures();
        int told = Math.min(failures.size(), RunRecord.End.MOST_FAILURES);
        return new Report(
                run,
                RunHistory.ending(run),
                settings,
                RunHistory.of(output),
                failures.subList(0, told),
                ended ? run.end().moreKinds() : failures.size() - told,
                ended ? -1 : standing(run.last()),
                files(),
                folder.toString(),
                ZoneId.systemDefault());
    }

    /** What a run that said nothing at its end has written down item by item. */
    private List<FailureGroup> failures() throws IOException {
        FailureKinds kinds = new FailureKinds();
        Path file = folder.resolve("failures.jsonl");
        if (Files.exists(file)) {
            ObjectMapper mapper = new ObjectMapper();
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line; (line = lines.readLine()) != null; ) {
                    add(kinds, mapper, line);
                }
            }
        }
        return kinds.all();
    }

    private static void add(FailureKinds kinds, ObjectMapper mapper, String line) {
        try {
            JsonNode failure = mapper.readTree(line);
            Fault fault = new Fault(
                    failure.path("class").asText("-"),
                    failure.path("stage").asText("-"),
                    failure.path("message").asText("-"),
                    false);
            kinds.add(failure.path("source").asText(), fault);
        } catch (JsonProcessingException e) {
            // the last line, torn by the kill
        }
    }

    private static long standing(ReportPoint last) {
        return last == null
                ? 0
                : Math.max(0, last.items().failed() + last.items().quarantined() - last.failedHere());
    }

    private List<KeptFile> files() throws IOException {
        List<KeptFile> files = new ArrayList<>();
        for (Map.Entry<String, String> file : FILES) {
            Path path = folder.resolve(file.getKey());
            if (Files.isRegularFile(path)) {
                files.add(new KeptFile(file.getKey(), Files.size(path), file.getValue()));
            }
        }
        return files;
    }
}
