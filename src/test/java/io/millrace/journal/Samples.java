package io.millrace.journal;

import io.millrace.item.Artifact;
import io.millrace.item.Fault;
import io.millrace.item.Identity;
import io.millrace.item.ItemId;
import io.millrace.item.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Journals, runs and entries for tests. */
final class Samples {

    static final String FINGERPRINT = "0123456789abcdef";

    private Samples() {}

    static RunHeader run(String id) {
        return run(id, "clips", FINGERPRINT);
    }

    static RunHeader run(String id, String job, String fingerprint) {
        return new RunHeader(id, job, fingerprint, "stages.transform.size = 224", "1.0", "");
    }

    static Journal open(Path output) throws JournalException {
        return Journal.open(output, run("run"), JournalSettings.DEFAULT);
    }

    /** Lists the item and appends its end. */
    static Entry append(Journal journal, String id, Outcome outcome) throws JournalException {
        long ordinal = journal.listing().ordinalOf(new ItemId(id), id + ".mp4");
        Entry entry = new Entry(new ItemId(id), outcome, 1, new Identity(10, 20, 30), FINGERPRINT, ordinal);
        journal.append(entry);
        return entry;
    }

    static Outcome done(String path, long bytes, int crc32c) {
        return Outcome.done(List.of(new Artifact(path, bytes, crc32c)));
    }

    static Outcome failed(String message) {
        return Outcome.failed(Fault.of("CorruptVideo", message).in("decode"));
    }

    static Path records(Path output, int generation) {
        return new JournalFolder(output, JournalFolder.hidden(output), JournalFolder.hidden(output))
                .records(generation);
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("journal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
