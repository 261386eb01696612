package io.millrace.engine.journal;

import static io.millrace.engine.journal.record.RecordFormat.CLOSE;
import static io.millrace.engine.journal.record.RecordFormat.ITEM;
import static io.millrace.engine.journal.record.RecordFormat.RUN_HEADER;
import static io.millrace.engine.journal.record.RecordFormat.SNAPSHOT;

import io.millrace.engine.journal.record.RecordView;
import java.nio.file.Path;

/** What a scan finds in one file of records. One thread. */
public final class ScanResult {

    private final String name;
    private final Path path;
    private final long start;
    private final long corruptBefore;
    private final SequenceRanges seqs = new SequenceRanges();

    private long records;
    private long items;
    private long promisedItems = -1;
    private long corrupt;
    private long lastItemSeq = -1;
    private int frames;
    private int crcs;
    private long lastSeq;
    private long differentItems;
    private String bootId = "";
    private boolean forced;

    /**
     * @param name of the generation or snapshot
     * @param start the place of its first byte
     * @param corruptBefore what the scanner had counted when it came to this file
     */
    ScanResult(String name, Path path, long start, long corruptBefore) {
        this.name = name;
        this.path = path;
        this.start = start;
        this.corruptBefore = corruptBefore;
    }

    /** @param corruptSoFar what the scanner has counted when it comes to this record */
    void record(RecordView record, long corruptSoFar) {
        if (record.kind() == ITEM) {
            items++;
            lastItemSeq = Math.max(lastItemSeq, record.seq());
        }
        frames += record.kind() == SNAPSHOT ? 1 : 0;
        if (record.kind() == CLOSE || record.kind() == SNAPSHOT) {
            promisedItems = record.itemCount();
        }
        if (record.kind() == RUN_HEADER) {
            bootId = record.bootId();
            forced = record.forced();
        }
        lastSeq = Math.max(lastSeq, record.seq());
        if (isSnapshot() ? record.kind() != SNAPSHOT : seqs.add(record.seq())) {
            records++;
            crcs ^= record.crc();
        }
        corrupt = corruptSoFar - corruptBefore;
    }

    public String name() {
        return name;
    }

    public Path path() {
        return path;
    }

    long start() {
        return start;
    }

    /** Whether numbers of records are left out on purpose. */
    boolean isSnapshot() {
        return JournalFolder.isSnapshot(name);
    }

    /** The numbers of a generation's records. */
    SequenceRanges seqs() {
        return seqs;
    }

    /** Intact ones; those of a generation each counted once. */
    public long records() {
        return records;
    }

    /** What the file holds now. */
    Seal seal() {
        return new Seal(name, records, lastSeq, crcs);
    }

    /**
     * Whether the file still holds what {@code seal} says: it may have grown since, and may hold some of it twice.
     *
     * @param seal of this file's name
     */
    boolean keeps(Seal seal) {
        if (!seal.isNumbered()) {
            return records >= seal.records();
        }
        boolean grown = !isSnapshot() && lastSeq > seal.lastSeq();
        return grown ? seqs.count(seal.before(), seal.lastSeq()) == seal.records() : seal.equals(seal());
    }

    /** Whether exactly the records that {@code seal} numbers are here, and are others. */
    boolean isAnother(Seal seal) {
        return seal.isNumbered() && records == seal.records() && lastSeq == seal.lastSeq() && crcs != seal.crcs();
    }

    /** Whether outputs of these records may not be on the disk: nothing forced them, and no CHECKPOINT covers all. */
    boolean isUnsettled(long checkpointed) {
        return !isSnapshot() && !forced && lastItemSeq > checkpointed;
    }

    /** Whether it is a generation whose run did not come to write its CLOSE. */
    boolean isCutShort() {
        return !isSnapshot() && promisedItems < 0;
    }

    /** Whether it is a snapshot with its head, its end and all items that they promise. */
    boolean isWholeSnapshot() {
        return isSnapshot() && frames >= 2 && differentItems == promisedItems;
    }

    /** A snapshot has been read: it has one record of each item, unless some are there twice. */
    void hasDifferentItems(long count) {
        differentItems = count;
    }

    /**
     * Records of a snapshot that are gone.
     *
     * @param seal which it does not {@linkplain #keeps keep}
     */
    long lostOfSnapshot(Seal seal) {
        if (isAnother(seal)) {
            return seal.records();
        }
        boolean holdsSomeTwice = isWholeSnapshot() && lastSeq == seal.lastSeq();
        return holdsSomeTwice ? 0 : Math.max(1, seal.records() - records);
    }

    /** Whether the machine was started anew since; also if nobody knows. */
    boolean isOfOtherBoot(String now) {
        return bootId.isEmpty() || !bootId.equals(now);
    }

    /** Records that are missing between the first and the last of a generation. */
    public long gaps() {
        return seqs.gaps();
    }

    /** Records that are not there although {@code seal}, or else the run's own CLOSE, says that they were. */
    long lost(Seal seal) {
        return Math.max(0, seal != null ? seal.records() - records : promisedItems - Math.min(items, records));
    }

    /** Places that look like a record and are none, before the last one that is: not what a kill left half written. */
    public long corrupt() {
        return corrupt;
    }
}
