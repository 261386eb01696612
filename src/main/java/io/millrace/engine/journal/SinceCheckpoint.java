package io.millrace.engine.journal;

import static io.millrace.engine.journal.record.RecordFormat.ITEM;

import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.RecordScanner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The items whose outputs may be with the system only, not on the disk: those that were recorded since the last
 * CHECKPOINT, by this run or by one before it while the machine was up. Read back from their files when they are
 * wanted: nobody pays for them while they are appended. One thread at a time.
 */
final class SinceCheckpoint {

    private final ItemIndex index;
    private final Fingerprints fingerprints;
    private final List<Stretch> earlier = new ArrayList<>();
    private Stretch own;
    private long checkpointedSeq;

    /** A file of records from some byte on; to its end, or to another byte. */
    private record Stretch(Path file, long start, long from, long to) {

        Stretch(Path file, long start) {
            this(file, start, 0, Long.MAX_VALUE);
        }

        Stretch upTo(long endPlace) {
            return new Stretch(file, start, from, endPlace - start);
        }

        Stretch after(long endPlace) {
            return new Stretch(file, start, endPlace - start, Long.MAX_VALUE);
        }
    }

    SinceCheckpoint(ItemIndex index, Fingerprints fingerprints, long checkpointedSeq) {
        this.index = index;
        this.fingerprints = fingerprints;
        this.checkpointedSeq = checkpointedSeq;
    }

    /**
     * Adds a file that nobody appends to any more.
     *
     * @param start the place of its first byte
     */
    void add(Path file, long start) {
        earlier.add(new Stretch(file, start));
    }

    /** From here on this run's records count, too. */
    void begin(Path file, long start) {
        own = new Stretch(file, start);
    }

    /** Whether everything is on the disk, if this run's last ITEM has the number {@code itemSeq}. */
    boolean isSettled(long itemSeq) {
        return earlier.isEmpty() && (own == null || itemSeq <= checkpointedSeq);
    }

    /** Everything up to {@code seq}, which ends at {@code endPlace} of this run's file, is on the disk now. */
    void settle(long seq, long endPlace) {
        earlier.clear();
        own = own == null ? null : own.after(endPlace);
        checkpointedSeq = seq;
    }

    /** Those of the items that are still as they were recorded, up to {@code endPlace} of this run's file. */
    Outputs.Recorded items(long endPlace) {
        return visitor -> {
            for (Stretch stretch : earlier) {
                visit(stretch, visitor);
            }
            if (own != null) {
                visit(own.upTo(endPlace), visitor);
            }
        };
    }

    /** Of earlier runs. */
    Outputs.Recorded items() {
        return items(0);
    }

    private void visit(Stretch stretch, Outputs.Visitor visitor) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(stretch.file.toFile(), "r")) {
            new RecordScanner().scan(bytes, stretch.from, stretch.to, (record, offset) -> {
                if (record.kind() == ITEM
                        && record.seq() > checkpointedSeq
                        && index.placeOf(record.hashLow(), record.hashHigh()) == stretch.start + offset) {
                    visitor.item(record.entry(fingerprints));
                }
            });
        }
    }
}
