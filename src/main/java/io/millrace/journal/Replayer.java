package io.millrace.journal;

import io.millrace.item.Outcome.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads all generations of a journal into its index. One thread. */
final class Replayer {

    private final JournalFolder folder;
    private final ItemIndex index = new ItemIndex();
    private final Fingerprints fingerprints = new Fingerprints();
    private final RecordScanner scanner = new RecordScanner();
    private final RecordReader reader;

    private ItemHistory watched;
    private int generation;
    private int runs;
    private long records;
    private long lastSeq;
    private RunHeader previous;

    /** @param reader to look at a record again */
    Replayer(JournalFolder folder, RecordReader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /** {@code history} is shown every record of the {@link #replay} that follows. */
    void watch(ItemHistory history) {
        watched = history;
    }

    void replay() throws IOException, JournalException {
        List<Integer> generations = folder.generations();
        for (int number : generations) {
            generation = number;
            Path file = folder.records(number);
            if (Files.exists(file)) {
                scan(file);
            }
        }
    }

    /** The runs that were read say whose output this is, should the MANIFEST be gone. */
    void requireJob(String job) throws JournalException {
        if (previous != null && !previous.job().equals(job)) {
            throw JournalManifest.otherJob(folder.output(), previous.job(), job);
        }
    }

    ItemIndex index() {
        return index;
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    /** The number of the generation to write next. */
    int nextGeneration() {
        return generation + 1;
    }

    /** The number of the record to write next; the first one is 1. */
    long nextSeq() {
        return lastSeq + 1;
    }

    Replay found(long listingCutBytes) {
        return new Replay(
                runs,
                records,
                count(Status.DONE),
                count(Status.EMPTY),
                count(Status.FAILED),
                count(Status.QUARANTINED),
                Math.max(0, lastSeq - records),
                scanner.corrupt(),
                listingCutBytes,
                previous);
    }

    private long count(Status status) {
        return index.count(RecordFormat.code(status));
    }

    private void scan(Path file) throws IOException, JournalException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            scanner.scan(bytes, this::record);
        }
    }

    private void record(RecordView record, long offset) throws IOException, JournalException {
        if (record.version() != RecordFormat.VERSION) {
            throw new JournalException(
                    JournalException.Kind.SETUP,
                    "the journal in " + folder.home() + " was written by a newer Millrace; use that one");
        }
        if (watched != null) {
            watched.see(record, fingerprints);
        }
        records++;
        fingerprints.seen(record.fingerprintNumber());
        if (record.kind() == RecordFormat.RUN_HEADER) {
            runs++;
            previous = record.runHeader();
            fingerprints.known(record.fingerprintNumber(), previous);
        } else if (record.kind() == RecordFormat.ITEM && isNewest(record)) {
            index.put(record, ItemIndex.place(generation, offset));
        }
        lastSeq = Math.max(lastSeq, record.seq());
    }

    /** Records follow each other in sequence, unless pages of a damaged file have changed places. */
    private boolean isNewest(RecordView record) throws IOException {
        if (record.seq() > lastSeq) {
            return true;
        }
        long place = index.placeOf(record.hashLow(), record.hashHigh());
        return place < 0 || reader.seq(place) < record.seq();
    }
}
