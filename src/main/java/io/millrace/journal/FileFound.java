package io.millrace.journal;

import java.nio.file.Path;

/** What a scan finds in one file of records. One thread. */
final class FileFound {

    private final String name;
    private final Path path;
    private final long start;
    private final long corruptBefore;
    private final Seqs seqs = new Seqs();

    private long records;
    private long items;
    private long promisedItems = -1;
    private long corrupt;
    private long lastItemSeq = -1;
    private int frames;
    private String bootId = "";
    private boolean forced;

    /**
     * @param name of the generation or snapshot
     * @param start the place of its first byte
     * @param corruptBefore what the scanner had counted when it came to this file
     */
    FileFound(String name, Path path, long start, long corruptBefore) {
        this.name = name;
        this.path = path;
        this.start = start;
        this.corruptBefore = corruptBefore;
    }

    /** @param corruptSoFar what the scanner has counted when it comes to this record */
    void record(RecordView record, long corruptSoFar) {
        if (record.kind() == RecordFormat.ITEM) {
            items++;
            lastItemSeq = Math.max(lastItemSeq, record.seq());
        }
        frames += record.kind() == RecordFormat.SNAPSHOT ? 1 : 0;
        if (record.kind() == RecordFormat.CLOSE || record.kind() == RecordFormat.SNAPSHOT) {
            promisedItems = record.itemCount();
        }
        if (record.kind() == RecordFormat.RUN_HEADER) {
            bootId = record.bootId();
            forced = record.forced();
        }
        if (isSnapshot()) {
            records += record.kind() == RecordFormat.SNAPSHOT ? 0 : 1;
        } else {
            seqs.add(record.seq());
        }
        corrupt = corruptSoFar - corruptBefore;
    }

    String name() {
        return name;
    }

    Path path() {
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
    Seqs seqs() {
        return seqs;
    }

    /** Intact ones, each counted once. */
    long records() {
        return isSnapshot() ? records : seqs.count(0);
    }

    long items() {
        return items;
    }

    /** Whether outputs of these records may not be on the disk: nothing forced them, and no CHECKPOINT covers all. */
    boolean isUnsettled(long checkpointed) {
        return !isSnapshot() && !forced && lastItemSeq > checkpointed;
    }

    /** Whether it is a snapshot with its head, its end and all items that they promise. */
    boolean isWholeSnapshot() {
        return isSnapshot() && frames == 2 && items == promisedItems;
    }

    /** Whether the machine was started anew since; also if nobody knows. */
    boolean isOfOtherBoot(String now) {
        return bootId.isEmpty() || !bootId.equals(now);
    }

    /** Records that are missing between the first and the last of a generation. */
    long gaps() {
        return seqs.gaps();
    }

    /**
     * Records that were promised and are not there.
     *
     * @param sealed what the MANIFEST says; null if it says nothing, and then the run's CLOSE counts
     */
    long lost(Long sealed) {
        return Math.max(0, sealed != null ? sealed - records() : promisedItems - Math.min(items, records()));
    }

    /** Places that look like a record and are none, before the last one that is: not what a kill left half written. */
    long corrupt() {
        return corrupt;
    }
}
