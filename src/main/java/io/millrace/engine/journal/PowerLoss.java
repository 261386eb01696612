package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds what a machine that was started anew has not written of what was recorded before: with
 * {@code durability = process} the system decides when an output, a record or the listing comes to the disk, and in
 * which order. Such items are done again. Under the LOCK. One thread.
 *
 * @param bootId of the machine as it runs now
 */
public record PowerLoss(Replayer replayed, Outputs outputs, String bootId) {

    private static final long IN_PLACE = 0;

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
        Outputs.Recorded items = since(true).items();
        unlisted(items, listing, wrong);
        outputs.verify(items, entry -> wrong.put(entry.id(), entry));
        wrong.keySet().forEach(id -> replayed.index().retract(id));
        return wrong;
    }

    /** A record whose item stands elsewhere in the listing, or nowhere, would get in the way of another one's. */
    private static void unlisted(Outputs.Recorded items, Listing listing, Map<ItemId, Entry> wrong) throws IOException {
        IdMap places = new IdMap();
        items.forEach(entry -> places.put(entry.id(), entry.ordinal() + 1));
        listing.forEach((ordinal, id, source) -> {
            if (places.get(id) == ordinal + 1) {
                places.put(id, IN_PLACE);
            }
        });
        items.forEach(entry -> {
            if (places.get(entry.id()) != IN_PLACE) {
                wrong.put(entry.id(), entry);
            }
        });
    }

    /** What was recorded since the last CHECKPOINT while the machine was up, and may still be with the system only. */
    public SinceCheckpoint sinceBoot() {
        return since(false);
    }

    private SinceCheckpoint since(boolean otherBoot) {
        SinceCheckpoint since =
                new SinceCheckpoint(replayed.index(), replayed.fingerprints(), replayed.checkpointedSeq());
        replayed.unsettled().stream()
                .filter(file -> file.isOfOtherBoot(bootId) == otherBoot)
                .forEach(file -> since.add(file.path(), file.start()));
        return since;
    }
}
