package io.millrace.engine.journal;

import static io.millrace.engine.journal.record.RecordFormat.CHECKPOINT;
import static io.millrace.engine.journal.record.RecordFormat.ITEM;
import static io.millrace.engine.journal.record.RecordFormat.RETRY;
import static io.millrace.engine.journal.record.RecordFormat.RUN_HEADER;
import static io.millrace.engine.journal.record.RecordFormat.SNAPSHOT;
import static io.millrace.engine.journal.record.RecordFormat.VERSION;

import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.JournalException.Kind;
import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.RecordAddresses;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.journal.record.RecordReader;
import io.millrace.engine.journal.record.RecordScanner;
import io.millrace.engine.journal.record.RecordView;
import io.millrace.engine.journal.record.RunHeader;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads snapshots and generations of a journal into its index. One thread. */
public final class Replayer implements Closeable {

    private final JournalFolder folder;
    private final ItemIndex index = new ItemIndex();
    private final Fingerprints fingerprints = new Fingerprints();
    private final RecordScanner scanner = new RecordScanner();
    private final RecordAddresses places = new RecordAddresses();
    private final RecordReader reader;
    private final List<ScanResult> files = new ArrayList<>();

    private ItemHistory watched;
    private Seals seals = Seals.NONE;
    private int generation;
    private int sealedRuns;
    private int runs;
    private long records;
    private long itemRecords;
    private long lastSeq;

    /** Up to here snapshots stand for all records. */
    private long compactedSeq;

    /**
     * Up to here a whole snapshot says all: what a compaction that was cut short has not deleted yet says nothing more.
     */
    private long supersededSeq;

    /** Of the newest whole snapshot, which stands for all files up to it; 0 if there is none. */
    private int superseded;

    /** The greatest number that was promised to be on the disk. */
    private long sealedSeq;

    /** Up to here outputs are known to be on the disk. */
    private long checkpointedSeq;

    /** Of an item's record that nobody had promised to be on the disk; -1 if there is none. */
    private long lastOrdinal = -1;

    private RunHeader previous;

    /** The newest run that says how results lie in the output. */
    private RunHeader laidOut;

    /** @param readBytes at a time, when a record is looked at again */
    public Replayer(JournalFolder folder, int readBytes) {
        this.folder = folder;
        this.reader = new RecordReader(places, readBytes);
    }

    /** {@code history} is shown every record of the {@link #replay} that follows. */
    void watch(ItemHistory history) {
        watched = history;
    }

    public void replay() throws IOException, JournalException {
        seals = JournalManifest.seals(folder).orMore(SealCopy.newest(folder));
        for (Seal seal : seals.files().values()) {
            generation = Math.max(generation, JournalFolder.number(seal.name()));
            sealedSeq = Math.max(sealedSeq, seal.lastSeq());
        }
        List<Integer> newestFirst = new ArrayList<>(folder.snapshots());
        Collections.reverse(newestFirst);
        for (int number : newestFirst) {
            generation = Math.max(generation, number);
            long before = index.size();
            ScanResult snapshot = scan(JournalFolder.snapshotName(number), folder.snapshot(number));
            snapshot.hasDifferentItems(index.size() - before);
            if (snapshot.isWholeSnapshot() && keepsItsSeal(snapshot)) {
                supersededSeq = Math.max(supersededSeq, compactedSeq);
                superseded = Math.max(superseded, number);
            }
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

    public ItemIndex index() {
        return index;
    }

    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Of the files that were read. */
    RecordAddresses places() {
        return places;
    }

    /** To look at a record again; closed with this. */
    public RecordReader reader() {
        return reader;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** What was read, in order. */
    public List<ScanResult> files() {
        return files;
    }

    /** The greatest number of a generation or snapshot that is there, or was promised to be. */
    int lastGeneration() {
        return generation;
    }

    /** The number of the last record that is there, or was promised to be; the first one is 1. */
    long lastSeq() {
        return Math.max(Math.max(lastSeq, compactedSeq), sealedSeq);
    }

    /** What was promised. */
    public Seals seals() {
        return seals;
    }

    /** ITEM records that a newer one stands for. */
    public long dead() {
        return itemRecords - index.size();
    }

    /** Runs that are on record, those that snapshots stand for included. */
    int runs() {
        return sealedRuns + runs;
    }

    /** The newest run, or null. */
    public RunHeader previous() {
        return previous;
    }

    /** The newest run that says how results lie in the output, or null. */
    RunHeader laidOut() {
        return laidOut;
    }

    /** The greatest ordinal of the records behind what was promised; -1 if there is none. */
    public long lastOrdinal() {
        return lastOrdinal;
    }

    /**
     * @param unwritten items that a {@link PowerLoss} cost
     * @param unplaced items that a {@link ListingRepair} could not place
     * @param unrecorded results that a killed run left without a record
     */
    public Replay found(long listingCutBytes, int unwritten, int unplaced, long unrecorded) {
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
                unplaced,
                unrecorded,
                previous);
    }

    /** Records that were promised and are not there now. */
    public long lost() {
        SequenceRanges everywhere = numbers();
        long lost = 0;
        for (Seal seal : seals.files().values()) {
            lost += lost(seal, everywhere);
        }
        for (ScanResult file : files) {
            lost += seals.files().containsKey(file.name()) ? 0 : lost(file);
        }
        return lost;
    }

    private long lost(Seal seal, SequenceRanges everywhere) {
        ScanResult file = file(seal.name());
        if (isSuperseded(seal.name()) || (file != null && file.keeps(seal))) {
            return 0;
        }
        if (JournalFolder.isSnapshot(seal.name()) || !seal.isNumbered()) {
            return file == null ? seal.records() : file.isSnapshot() ? file.lostOfSnapshot(seal) : file.lost(seal);
        }
        // Whichever file they are in now: files and pages may have changed places.
        long missing = seal.records() - everywhere.count(seal.before(), seal.lastSeq());
        boolean isAnother = file != null && file.isAnother(seal);
        return missing == 0 && isAnother ? seal.records() : missing;
    }

    /** A snapshot stands for what was before it, should a compaction have been cut short before it had deleted that. */
    private boolean isSuperseded(String name) {
        int number = JournalFolder.number(name);
        return JournalFolder.isSnapshot(name) ? number < superseded : number <= superseded;
    }

    private ScanResult file(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Of all records in generations. */
    private SequenceRanges numbers() {
        SequenceRanges all = new SequenceRanges();
        files.stream().filter(file -> !file.isSnapshot()).forEach(file -> all.addAll(file.seqs()));
        return all;
    }

    /** Files in which something stands that was not written so, or from which something is gone. */
    List<ScanResult> damaged() {
        return files.stream().filter(this::damaged).toList();
    }

    /** Up to which record outputs are known to be on the disk. */
    long checkpointedSeq() {
        return checkpointedSeq;
    }

    /** Files with records whose outputs may not be on the disk. */
    List<ScanResult> unsettled() {
        return files.stream().filter(file -> file.isUnsettled(checkpointedSeq)).toList();
    }

    /** Reads every record once more, each with its place. */
    public void again(RecordScanner.Visitor visitor) throws IOException, JournalException {
        for (ScanResult file : files) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "r")) {
                new RecordScanner().scan(bytes, (record, offset) -> visitor.record(record, file.start() + offset));
            }
        }
    }

    /** Every item with its record. */
    public Outputs.Recorded newest() {
        return newest(Long.MAX_VALUE);
    }

    /** Some items with their records, {@code most} at the most. */
    Outputs.Recorded newest(long most) {
        return visitor -> {
            long[] left = {most};
            again((record, place) -> {
                if (left[0] > 0 && isNewest(record, place)) {
                    left[0]--;
                    visitor.item(record.entry(fingerprints));
                }
            });
        };
    }

    /** Whether the newest run ended without a word: its process was killed, or the machine went down. */
    boolean isCutShort() {
        return !files.isEmpty() && files.get(files.size() - 1).isCutShort();
    }

    /** Whether an item's record at {@code place} was its newest when it was replayed. */
    public boolean isNewest(RecordView record, long place) {
        return record.kind() == ITEM && index.placeOf(record.hashLow(), record.hashHigh()) == place;
    }

    /** Records that the file was promised to hold and does not hold now. */
    public long lost(ScanResult file) {
        return file.lost(seals.files().get(file.name()));
    }

    /** Whether the file holds what was promised of it. */
    public boolean isAsSealed(ScanResult file) {
        return keepsItsSeal(file) && (!file.isSnapshot() || file.isWholeSnapshot());
    }

    /** What was promised of files that are not there, and that nothing stands for. */
    public List<Seal> gone() {
        return seals.files().values().stream()
                .filter(seal -> file(seal.name()) == null && !isSuperseded(seal.name()))
                .toList();
    }

    /** Whether all that the file holds is promised already, and so on the disk. */
    boolean isSealed(ScanResult file) {
        return file.seal().equals(seals.files().get(file.name()));
    }

    private boolean damaged(ScanResult file) {
        return file.gaps() > 0 || file.corrupt() > 0 || !isAsSealed(file) || lost(file) > 0;
    }

    private boolean keepsItsSeal(ScanResult file) {
        Seal seal = seals.files().get(file.name());
        return seal == null || isSuperseded(file.name()) || file.keeps(seal);
    }

    private long missing() {
        long lostOfSnapshots = files.stream()
                .filter(ScanResult::isSnapshot)
                .mapToLong(this::lost)
                .sum();
        return lostOfSnapshots
                + Math.max(0, lastSeq() - compactedSeq - numbers().count(compactedSeq));
    }

    private long count(Status status) {
        return index.count(RecordFormat.code(status));
    }

    private ScanResult scan(String name, Path path) throws IOException, JournalException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
            ScanResult file = new ScanResult(name, path, places.add(path, bytes.length()), scanner.corrupt());
            files.add(file);
            scanner.scan(bytes, (record, offset) -> {
                file.record(record, scanner.corrupt());
                record(record, file.start() + offset);
            });
            return file;
        }
    }

    private void record(RecordView record, long place) throws IOException, JournalException {
        if (record.version() != VERSION) {
            throw new JournalException(
                    Kind.SETUP, "the journal in " + folder.home() + " was written by a newer Millrace; use that one");
        }
        if (watched != null) {
            watched.see(record, fingerprints);
        }
        records++;
        fingerprints.seen(record.fingerprintNumber());
        if (record.kind() == SNAPSHOT) {
            compactedSeq = Math.max(compactedSeq, record.seq());
            checkpointedSeq = Math.max(checkpointedSeq, record.seq());
            sealedRuns = Math.max(sealedRuns, (int) record.runCount());
            return;
        }
        if (record.kind() == RUN_HEADER) {
            header(record);
        } else if (record.kind() == ITEM && record.seq() > supersededSeq) {
            itemRecords++;
            if (record.seq() > sealedSeq) {
                lastOrdinal = Math.max(lastOrdinal, record.ordinal());
            }
            if (isNewest(record)) {
                index.put(record, place);
            }
        } else if (record.kind() == RETRY && record.seq() > supersededSeq) {
            if (isNewest(record)) {
                index.retract(record.idHash(), place);
            }
        } else if (record.kind() == CHECKPOINT) {
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
        if (!run.layout().isEmpty() && (record.seq() > lastSeq || laidOut == null)) {
            laidOut = run;
        }
        runs += record.seq() > compactedSeq ? 1 : 0;
    }

    /** Records follow each other in sequence, unless pages of a damaged file have changed places. */
    private boolean isNewest(RecordView record) throws IOException {
        if (record.seq() > lastSeq) {
            return true;
        }
        long place = index.lastPlaceOf(record.hashLow(), record.hashHigh());
        return place < 0 || reader.seq(place) < record.seq();
    }
}
