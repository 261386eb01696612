package io.millrace.run;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.record.Entry;
import io.millrace.run.account.ItemFilter;
import java.util.Set;

/**
 * The failed items that a run is for, and no others. What is quarantined is not among them: it took the process down.
 *
 * @param which by cause
 * @param ids these only; null for all
 * @param count how many there are
 */
public record Selection(ItemFilter which, Set<ItemId> ids, long count) {

    public boolean takes(Entry entry) {
        return entry != null
                && entry.outcome().status() == Status.FAILED
                && which.takes(entry)
                && (ids == null || ids.contains(entry.id()));
    }
}
