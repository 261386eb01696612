package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a machine that was started anew has not written of what was recorded before: with
 * {@code durability = process} the system decides when an output, a record or the listing comes to the disk, and in
 * which order. Such items are done again. Under the LOCK. One thread.
 */
public final class PowerLoss {

    private static final long IN_PLACE = 0;

    private final Replayer replayed;
    private final Outputs outputs;
    private final String bootId;

    /** @param bootId of the machine as it runs now */
    public PowerLoss(Replayer replayed, Outputs outputs, String bootId) {
        this.replayed = replayed;
        this.outputs = outputs;
        this.bootId = bootId;
    }

    /** Whether there is anything to look at. */
    public boolean isPossible() {
        return replayed.unsettled().stream().anyMatch(file -> file.isOfOtherBoot(bootId));
    }

    /**
     * The items whose outputs, or whose place in the listing, are not what their records say. They count no more here;
     * whoever asks makes that last.
     */
    public Map<ItemId, Entry> find(Listing listing) throws IOException {
        Map<ItemId, Entry> wrong = new LinkedHashMap<>();
        Outputs.Recorded items = since(replayed.unsettled().stream()
                        .filter(file -> file.isOfOtherBoot(bootId))
                        .toList())
                .items();
        unlisted(items, listing, wrong);
        outputs.verify(items, entry -> wrong.put(entry.id(), entry));
        wrong.keySet().forEach(id -> replayed.index().retract(id.hash()));
        return wrong;
    }

    /** A record whose item stands elsewhere in the listing, or nowhere, would get in the way of another one's. */
    private static void unlisted(Outputs.Recorded items, Listing listing, Map<ItemId, Entry> wrong) throws IOException {
        IdMap places = new IdMap();
        items.forEach(entry -> put(places, entry.id(), entry.ordinal() + 1));
        listing.forEach((ordinal, id, source) -> {
            if (get(places, id) == ordinal + 1) {
                put(places, id, IN_PLACE);
            }
        });
        items.forEach(entry -> {
            if (get(places, entry.id()) != IN_PLACE) {
                wrong.put(entry.id(), entry);
            }
        });
    }

    private static void put(IdMap places, ItemId id, long place) {
        places.put(id.hash().low(), id.hash().high(), place);
    }

    private static long get(IdMap places, ItemId id) {
        return places.get(id.hash().low(), id.hash().high());
    }

    /** What was recorded since the last CHECKPOINT while the machine was up, and may still be with the system only. */
    public SinceCheckpoint sinceBoot() {
        return since(replayed.unsettled().stream()
                .filter(file -> !file.isOfOtherBoot(bootId))
                .toList());
    }

    private SinceCheckpoint since(List<ScanResult> files) {
        SinceCheckpoint since =
                new SinceCheckpoint(replayed.index(), replayed.fingerprints(), replayed.checkpointedSeq());
        files.forEach(file -> since.add(file.path(), file.start()));
        return since;
    }
}
