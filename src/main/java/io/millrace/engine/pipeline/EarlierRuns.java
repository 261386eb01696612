package io.millrace.engine.pipeline;

import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Records;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;

/**
 * What earlier runs left of an item, and whether it still stands.
 *
 * @param records of these runs
 * @param fingerprint of this run's settings
 * @param stale what becomes of items made from other input or with other settings
 * @param retryFailed whether what failed is tried again even if nothing has changed
 */
public record EarlierRuns(Records records, String fingerprint, StalePolicy stale, boolean retryFailed) {

    /** The outcome that stands; null when there is work to do. */
    public Outcome settled(Item<?> item) throws IOException {
        return standing(records.find(item.id()), item);
    }

    /** As {@link #settled}, of the item's newest record, which may be null. */
    Outcome standing(Entry entry, Item<?> item) {
        return entry == null || isRepeated(entry, item) ? null : entry.outcome();
    }

    /**
     * What went wrong with another input or other settings may go well now, and there is nothing in the output to lose.
     */
    private boolean isRepeated(Entry entry, Item<?> item) {
        boolean changed = hasOtherInput(entry, item) || hasOtherSettings(entry);
        if (entry.outcome().status().ok()) {
            return changed && stale == StalePolicy.REDO;
        }
        return changed || (retryFailed && entry.outcome().status() == Outcome.Status.FAILED);
    }

    /** Whether {@code entry} was made from another input than the item has now. */
    public boolean hasOtherInput(Entry entry, Item<?> item) {
        Identity now = item.identity();
        return !now.equals(Identity.NONE) && !now.looksLike(entry.identity()) && !wasOnlyTouched(entry, item);
    }

    /** Whether the file has another date and still holds the same. Reads it if it may be so. */
    private static boolean wasOnlyTouched(Entry entry, Item<?> item) {
        Identity then = entry.identity();
        return then.content() != Identity.NO_CONTENT
                && item.identity().looksLikeButForDate(then)
                && item.content().digest() == then.content();
    }

    /** Whether {@code entry} was made with other settings than this run's. */
    public boolean hasOtherSettings(Entry entry) {
        return !fingerprint.equals(entry.fingerprint());
    }
}
