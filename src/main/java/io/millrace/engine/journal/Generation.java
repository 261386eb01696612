package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.journal.record.RecordFormat;
import io.millrace.engine.journal.record.RecordView;
import io.millrace.engine.journal.record.RecordWriter;
import io.millrace.engine.journal.record.RunHeader;
import java.io.Closeable;
import java.io.IOException;

/**
 * The file of records that a run writes, from RUN_HEADER to CLOSE, and their numbers. One thread at a time.
 *
 * <p>What throws while it appends, an {@link InternalError} included (which is how a mapped file on a broken disk shows
 * itself), leaves it in a state that only reading the file can tell.
 */
final class Generation implements Closeable {

    private final String name;
    private final RecordLog log;
    private final RecordWriter writer;
    private final RecordView view = new RecordView();
    private final RunHeader run;
    private final int fingerprintNumber;
    private final long start;
    private long nextSeq;
    private long end;
    private long items;
    private long lastItemSeq;
    private long records;
    private int crcs;

    /**
     * @param name of the file among those of the journal
     * @param log an empty file, owned by this
     * @param start the place of its first byte
     * @param seq of the first record
     */
    Generation(
            String name,
            RecordLog log,
            RecordWriter writer,
            RunHeader run,
            int fingerprintNumber,
            long start,
            long seq) {
        this.name = name;
        this.log = log;
        this.writer = writer;
        this.run = run;
        this.fingerprintNumber = fingerprintNumber;
        this.start = start;
        this.nextSeq = seq;
    }

    /**
     * Appends the header: when this returns, that is on the disk.
     *
     * @param forced whether each output will be on the disk before its record is
     * @return its place
     */
    long begin(boolean forced) throws IOException {
        long header = append(writer.runHeader(run, fingerprintNumber, forced, nextSeq));
        log.force();
        return header;
    }

    /**
     * Lays an item's end out, to be appended next; returns its length.
     *
     * @throws IllegalArgumentException if the item has more outputs than fit into a record
     */
    int lay(Entry entry) {
        return writer.item(entry, fingerprintNumber, nextSeq);
    }

    /** Appends the item's end that was laid out, and puts it into {@code index}. */
    void item(int length, ItemIndex index) throws IOException {
        lastItemSeq = nextSeq;
        index.put(view.at(writer.buffer(), 0, length), append(length));
        items++;
    }

    /** What was recorded of the item does not count any more, here and in {@code index}. */
    void retry(ItemId id, ItemIndex index) throws IOException {
        index.retract(id.hash(), append(writer.retry(id, nextSeq)));
    }

    /** The outputs of all records up to {@code through} are on the disk. */
    void checkpoint(long through) throws IOException {
        append(writer.checkpoint(run.run(), through, nextSeq));
    }

    /** Nothing more comes. */
    void end() throws IOException {
        append(writer.close(run.run(), items, nextSeq));
    }

    /** Brings what was appended to the disk. */
    void force() throws IOException {
        log.force();
    }

    /** What the file holds now, to be promised once that is on the disk. */
    Seal seal() {
        return new Seal(name, records, lastSeq(), crcs);
    }

    /** The number of the last record. */
    long lastSeq() {
        return nextSeq - 1;
    }

    /** The number of the last ITEM; 0 if there is none. */
    long lastItemSeq() {
        return lastItemSeq;
    }

    /** The place of the file's first byte. */
    long startPlace() {
        return start;
    }

    /** The place behind the last record. */
    long endPlace() {
        return end;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** The place of the record that the writer holds. */
    private long append(int length) throws IOException {
        long place = start + log.append(writer.buffer().array(), length);
        end = place + length;
        nextSeq++;
        records++;
        crcs ^= writer.buffer().getInt(RecordFormat.CRC_AT);
        return place;
    }
}
