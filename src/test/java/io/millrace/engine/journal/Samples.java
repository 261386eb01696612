package io.millrace.engine.journal;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RunHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Journals, runs and entries for tests. */
public final class Samples {

    public static final String FINGERPRINT = "0123456789abcdef";

    private Samples() {}

    public static RunHeader run(String id) {
        return run(id, "clips", FINGERPRINT);
    }

    public static RunHeader run(String id, String job, String fingerprint) {
        return new RunHeader(id, job, fingerprint, "stages.transform.size = 224", "1.0", "");
    }

    public static Journal open(Path output) throws JournalException {
        return Journal.open(output, run("run"), JournalSettings.DEFAULT);
    }

    /** Lists the item and appends its end. */
    public static Entry append(Journal journal, String id, Outcome outcome) throws JournalException {
        long ordinal = journal.listing().ordinalOf(new ItemId(id), id + ".mp4");
        Entry entry = new Entry(new ItemId(id), outcome, 1, new Identity(10, 20, 30), FINGERPRINT, ordinal);
        journal.append(entry);
        return entry;
    }

    public static Outcome done(String path, long bytes, int crc32c) {
        return Outcome.done(List.of(new Artifact(path, bytes, crc32c)));
    }

    public static Outcome failed(String message) {
        return Outcome.failed(Fault.of("CorruptVideo", message).in("decode"));
    }

    public static Path records(Path output, int generation) {
        return JournalFolder.of(output, null).records(generation);
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
