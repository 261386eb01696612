package io.millrace.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The items whose outputs may be with the system only, not on the disk: those that were recorded since the last CHECKPOINT,
 * by this run or by one before it while the machine was up. Read back from their files when they are wanted: nobody pays for
 * them while they are appended. One thread at a time.
 */
final class SinceCheckpoint {

    private final ItemIndex index;
    private final Fingerprints fingerprints;
    private final List<Stretch> stretches = new ArrayList<>();
    private long checkpointedSeq;

    /** A file of records from some byte on. */
    private record Stretch(Path file, long start, long from) {}

    SinceCheckpoint(ItemIndex index, Fingerprints fingerprints, long checkpointedSeq) {
        this.index = index;
        this.fingerprints = fingerprints;
        this.checkpointedSeq = checkpointedSeq;
    }

    /**
     * Adds a file of records.
     *
     * @param start the place of its first byte
     */
    void add(Path file, long start) {
        stretches.add(new Stretch(file, start, 0));
    }

    /** Whether nothing was recorded up to {@code seq} that is not known to be on the disk. */
    boolean isSettled(long seq) {
        return seq <= checkpointedSeq;
    }

    /** Everything up to {@code seq}, which ends at {@code endPlace} of the file that was added last, is on the disk now. */
    void settle(long seq, long endPlace) {
        Stretch last = stretches.get(stretches.size() - 1);
        stretches.clear();
        stretches.add(new Stretch(last.file, last.start, endPlace - last.start));
        checkpointedSeq = seq;
    }

    /** Those of the items that are still as they were recorded. */
    Outputs.Recorded items() {
        return visitor -> {
            for (Stretch stretch : stretches) {
                visit(stretch, visitor);
            }
        };
    }

    private void visit(Stretch stretch, Outputs.Visitor visitor) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(stretch.file.toFile(), "r")) {
            new RecordScanner().scan(bytes, stretch.from, (record, offset) -> {
                if (record.kind() == RecordFormat.ITEM
                        && record.seq() > checkpointedSeq
                        && index.placeOf(record.hashLow(), record.hashHigh()) == stretch.start + offset) {
                    visitor.item(record.entry(fingerprints));
                }
            });
        }
    }
}
