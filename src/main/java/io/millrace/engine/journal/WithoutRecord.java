package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * The listed items that have no record, among which results may be found that a killed process left. Under the LOCK, or
 * beside a live run. One thread.
 */
public final class WithoutRecord implements Outputs.Unrecorded {

    /** A run that was killed had fewer in hand: after so many items in a row without a result there are none. */
    private static final long MOST_IN_HAND = 100_000;

    private final JournalFolder folder;
    private final ItemIndex index;
    private final long mostMisses;

    private WithoutRecord(JournalFolder folder, ItemIndex index, long mostMisses) {
        this.folder = folder;
        this.index = index;
        this.mostMisses = mostMisses;
    }

    /** All of them. */
    public static WithoutRecord all(JournalFolder folder, ItemIndex index) {
        return new WithoutRecord(folder, index, Long.MAX_VALUE);
    }

    /** Those that a run which was killed may have had in hand: a large rest of the input is not looked up. */
    static WithoutRecord inHand(JournalFolder folder, ItemIndex index) {
        return new WithoutRecord(folder, index, MOST_IN_HAND);
    }

    @Override
    public void forEach(Predicate<ItemId> hasResult) throws IOException {
        long[] misses = new long[1];
        Listing.forEach(folder.listing(), (ordinal, id, source) -> {
            if (misses[0] < mostMisses && has(id)) {
                misses[0] = hasResult.test(id) ? 0 : misses[0] + 1;
            }
        });
    }

    @Override
    public boolean has(ItemId item) {
        return index.placeOf(item) < 0;
    }
}
