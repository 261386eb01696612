package io.millrace.engine.output;

import io.millrace.engine.journal.DurableFile;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.record.RecordReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * {@code manifest.jsonl} and what a job derives besides. Each is streamed in one or a few passes and replaced whole, so
 * that a reader never sees half of it. {@link OutputState} remembers that a file of that name is ours.
 */
public final class DerivedFiles {

    /** Items close nearly in the order of their ordinals, so most records are in the window already. */
    private static final int READ_BYTES = 256 << 10;

    private final Journal journal;
    private final List<DerivedFile> files = new ArrayList<>();

    /** @param more than the manifest */
    public DerivedFiles(Journal journal, List<DerivedFile> more) {
        this.journal = journal;
        files.add(new OutputManifest());
        files.addAll(more);
    }

    public List<String> names() {
        return files.stream().map(DerivedFile::name).toList();
    }

    /**
     * Writes all of them as things stand now. Any thread, also while the journal is appended to; one call at a time.
     *
     * @param cancelled whether nobody wants them any more: then those that are there stay
     * @return whether all were written
     */
    public boolean write(BooleanSupplier cancelled) throws JournalException {
        for (DerivedFile file : files) {
            if (!write(file, cancelled)) {
                return false;
            }
        }
        return true;
    }

    private boolean write(DerivedFile file, BooleanSupplier cancelled) throws JournalException {
        Path target = journal.output().resolve(file.name());
        Path temporary = JournalFolder.hidden(journal.output()).resolve(file.name() + ".tmp");
        try {
            stream(file, temporary, cancelled);
            new OutputState(journal.output()).take(file.name());
            DurableFile.publish(temporary, target);
            return true;
        } catch (CancellationException e) {
            return false;
        } catch (IOException e) {
            throw JournalException.io("cannot write", target, e);
        }
    }

    private void stream(DerivedFile file, Path temporary, BooleanSupplier cancelled) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(temporary);
                RecordReader records = journal.reader(READ_BYTES)) {
            file.write(items(records, cancelled), writer);
        }
    }

    private EndedItems items(RecordReader records, BooleanSupplier cancelled) {
        return visitor -> journal.listing().forEach((ordinal, id, source) -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            long place = journal.placeOf(id);
            if (place >= 0) {
                visitor.item(id, source, () -> records.entry(place, journal.fingerprints())
                        .outcome());
            }
        });
    }
}
