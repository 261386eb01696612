package io.millrace.pipeline;

import io.millrace.item.Identity;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.journal.Entry;
import io.millrace.journal.Records;
import java.io.IOException;

/**
 * What earlier runs left of an item, and whether it still stands.
 *
 * @param records of these runs
 * @param fingerprint of this run's settings
 * @param stale what becomes of items made from other input or with other settings
 * @param retryFailed whether a failure stands
 */
public record EarlierRuns(Records records, String fingerprint, StalePolicy stale, boolean retryFailed) {

    /** The outcome that stands; null when there is work to do. */
    public Outcome settled(Item<?> item) throws IOException {
        Entry entry = records.find(item.id());
        if (entry == null || (stale == StalePolicy.REDO && isStale(entry, item))) {
            return null;
        }
        boolean tryAgain = retryFailed && entry.outcome().status() == Outcome.Status.FAILED;
        return tryAgain ? null : entry.outcome();
    }

    /** Whether what stands was made from another input or with other settings than now. */
    public boolean isStale(Item<?> item) throws IOException {
        Entry entry = records.find(item.id());
        return entry != null && isStale(entry, item);
    }

    /** Whether {@code entry} was made from another input than the item has now. */
    boolean hasOtherInput(Entry entry, Item<?> item) {
        Identity now = item.identity();
        return !now.equals(Identity.NONE) && !now.equals(entry.identity());
    }

    /** Whether {@code entry} was made with other settings than this run's. */
    boolean hasOtherSettings(Entry entry) {
        return !fingerprint.equals(entry.fingerprint());
    }

    private boolean isStale(Entry entry, Item<?> item) {
        return hasOtherInput(entry, item) || hasOtherSettings(entry);
    }
}
