package io.millrace.journal;

import io.millrace.item.Outcome.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads snapshots and generations of a journal into its index. One thread. */
final class Replayer {

    private final JournalFolder folder;
    private final ItemIndex index = new ItemIndex();
    private final Fingerprints fingerprints = new Fingerprints();
    private final RecordScanner scanner = new RecordScanner();
    private final Places places;
    private final RecordReader reader;
    private final List<FileFound> files = new ArrayList<>();

    private ItemHistory watched;
    private Map<String, Long> seals = Map.of();
    private int generation;
    private int sealedRuns;
    private int runs;
    private long records;
    private long itemRecords;
    private long lastSeq;

    /** Up to here snapshots stand for all records. */
    private long compactedSeq;

    /** Up to here a whole snapshot says all: what a compaction that was cut short has not deleted yet says nothing more. */
    private long supersededSeq;

    /** Up to here outputs are known to be on the disk. */
    private long checkpointedSeq;

    private RunHeader previous;

    /**
     * @param places gets the files that are read
     * @param reader to look at a record again
     */
    Replayer(JournalFolder folder, Places places, RecordReader reader) {
        this.folder = folder;
        this.places = places;
        this.reader = reader;
    }

    /** {@code history} is shown every record of the {@link #replay} that follows. */
    void watch(ItemHistory history) {
        watched = history;
    }

    void replay() throws IOException, JournalException {
        seals = JournalManifest.seals(folder);
        List<Integer> newestFirst = new ArrayList<>(folder.snapshots());
        Collections.reverse(newestFirst);
        for (int number : newestFirst) {
            generation = Math.max(generation, number);
            FileFound snapshot = scan(JournalFolder.snapshotName(number), folder.snapshot(number));
            supersededSeq = Math.max(supersededSeq, snapshot.isWholeSnapshot() ? compactedSeq : 0);
        }
        for (int number : folder.generations()) {
            generation = Math.max(generation, number);
            Path file = folder.records(number);
            if (Files.exists(file)) {
                scan(JournalFolder.generationName(number), file);
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

    Places places() {
        return places;
    }

    /** What was read, in order. */
    List<FileFound> files() {
        return files;
    }

    /** The greatest number of a generation or snapshot. */
    int lastGeneration() {
        return generation;
    }

    /** The number of the last record; the first one is 1. */
    long lastSeq() {
        return Math.max(lastSeq, compactedSeq);
    }

    /** ITEM records that a newer one stands for. */
    long dead() {
        return itemRecords - index.size();
    }

    /** Runs that are on record, those that snapshots stand for included. */
    int runs() {
        return sealedRuns + runs;
    }

    /** The newest run, or null. */
    RunHeader previous() {
        return previous;
    }

    /** @param unwritten items that a {@link PowerLoss} cost */
    Replay found(long listingCutBytes, int unwritten) {
        return new Replay(
                runs(),
                records,
                count(Status.DONE),
                count(Status.EMPTY),
                count(Status.FAILED),
                count(Status.QUARANTINED),
                missing(),
                scanner.corrupt(),
                lost(),
                damaged().size(),
                listingCutBytes,
                unwritten,
                previous);
    }

    /** Records that a sealed file held once and that are not there now. */
    long lost() {
        long lost = 0;
        Set<String> there = new HashSet<>();
        for (FileFound file : files) {
            there.add(file.name());
            lost += lost(file);
        }
        for (Map.Entry<String, Long> seal : seals.entrySet()) {
            lost += there.contains(seal.getKey()) ? 0 : seal.getValue();
        }
        return lost;
    }

    /** Files in which something stands that was not written so, or from which something is gone. */
    List<FileFound> damaged() {
        return files.stream().filter(this::damaged).toList();
    }

    /** Up to which record outputs are known to be on the disk. */
    long checkpointedSeq() {
        return checkpointedSeq;
    }

    /** Files with records whose outputs may not be on the disk. */
    List<FileFound> unsettled() {
        return files.stream().filter(file -> file.isUnsettled(checkpointedSeq)).toList();
    }

    /** Reads every record once more, each with its place. */
    void again(RecordScanner.Visitor visitor) throws IOException, JournalException {
        for (FileFound file : files) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "r")) {
                new RecordScanner().scan(bytes, (record, offset) -> visitor.record(record, file.start() + offset));
            }
        }
    }

    /** Whether an item's record at {@code place} was its newest when it was replayed. */
    boolean isNewest(RecordView record, long place) {
        return record.kind() == RecordFormat.ITEM && index.placeOf(record.hashLow(), record.hashHigh()) == place;
    }

    /** Records that the file held when it was sealed and does not hold now. */
    long lost(FileFound file) {
        return file.lost(seals.get(file.name()));
    }

    /** Whether the MANIFEST says already what the file holds. */
    boolean isSealed(FileFound file) {
        return seals.containsKey(file.name());
    }

    private boolean damaged(FileFound file) {
        return file.gaps() > 0 || file.corrupt() > 0 || lost(file) > 0;
    }

    private long missing() {
        Seqs all = new Seqs();
        long lostOfSnapshots = 0;
        for (FileFound file : files) {
            if (file.isSnapshot()) {
                lostOfSnapshots += lost(file);
            } else {
                all.addAll(file.seqs());
            }
        }
        return lostOfSnapshots + Math.max(0, lastSeq() - compactedSeq - all.count(compactedSeq));
    }

    private long count(Status status) {
        return index.count(RecordFormat.code(status));
    }

    private FileFound scan(String name, Path path) throws IOException, JournalException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
            FileFound file = new FileFound(name, path, places.add(path, bytes.length()), scanner.corrupt());
            files.add(file);
            scanner.scan(bytes, (record, offset) -> {
                file.record(record, scanner.corrupt());
                record(record, file.start() + offset);
            });
            return file;
        }
    }

    private void record(RecordView record, long place) throws IOException, JournalException {
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
        if (record.kind() == RecordFormat.SNAPSHOT) {
            compactedSeq = Math.max(compactedSeq, record.seq());
            checkpointedSeq = Math.max(checkpointedSeq, record.seq());
            sealedRuns = Math.max(sealedRuns, (int) record.runCount());
            return;
        }
        if (record.kind() == RecordFormat.RUN_HEADER) {
            header(record);
        } else if (record.kind() == RecordFormat.ITEM && record.seq() > supersededSeq) {
            itemRecords++;
            if (isNewest(record)) {
                index.put(record, place);
            }
        } else if (record.kind() == RecordFormat.RETRY && record.seq() > supersededSeq) {
            if (isNewest(record)) {
                index.retract(record.idHash());
            }
        } else if (record.kind() == RecordFormat.CHECKPOINT) {
            checkpointedSeq = Math.max(checkpointedSeq, record.through());
        }
        lastSeq = Math.max(lastSeq, record.seq());
    }

    private void header(RecordView record) {
        RunHeader run = record.runHeader();
        fingerprints.known(record.fingerprintNumber(), run);
        if (record.seq() > lastSeq || previous == null) {
            previous = run;
        }
        runs += record.seq() > compactedSeq ? 1 : 0;
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
