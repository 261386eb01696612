package io.millrace.engine.journal;

import static io.millrace.engine.journal.record.RecordFormat.ITEM;
import static io.millrace.engine.journal.record.RecordFormat.RUN_HEADER;
import static io.millrace.engine.journal.record.RecordFormat.SNAPSHOT;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Fingerprints;
import io.millrace.engine.journal.record.RecordView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a journal still holds of one item, gathered while it is replayed. One thread. */
final class ItemHistory {

    private final ItemId id;
    private final TreeMap<Long, String> runs = new TreeMap<>();
    private final TreeMap<Long, ItemEnd> ends = new TreeMap<>();

    /** Up to here a snapshot keeps few of the runs' headers: the one before a record need not be its run's. */
    private long compactedSeq;

    ItemHistory(ItemId id) {
        this.id = id;
    }

    /** Takes every record, in any order. */
    void see(RecordView record, Fingerprints fingerprints) {
        if (record.kind() == SNAPSHOT) {
            compactedSeq = Math.max(compactedSeq, record.seq());
        } else if (record.kind() == RUN_HEADER) {
            runs.put(record.seq(), record.id());
        } else if (record.kind() == ITEM && record.id().equals(id.value())) {
            Instant at = Instant.ofEpochMilli(record.timeMillis());
            ends.put(record.seq(), new ItemEnd("", at, record.entry(fingerprints)));
        }
    }

    /** Oldest first; each with the run whose header came last before it, empty where that is not known. */
    List<ItemEnd> ends() {
        List<ItemEnd> found = new ArrayList<>();
        ends.forEach((seq, end) -> {
            Map.Entry<Long, String> run = seq <= compactedSeq ? null : runs.lowerEntry(seq);
            found.add(new ItemEnd(run == null ? "" : run.getValue(), end.at(), end.entry()));
        });
        return found;
    }
}
