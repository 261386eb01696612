package io.millrace.engine.pipeline;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.metrics.Status.Items;
import java.util.List;
import java.util.Map;

/**
 * How a run came to its end, and what became of its items. A run may complete although items failed: whoever embeds one
 * looks at {@link #clean}.
 *
 * @param how in one word
 * @param failure what ended it, for {@code FAILED}; null otherwise
 * @param stuck what was cut short: the names of workers that did not end in time
 * @param items how many ended how, those of earlier runs apart
 * @param failures how many items of this run failed or were quarantined, by the type of their fault
 * @param first the first of these; null if there is none
 */
public record Ending(
        How how, Throwable failure, List<String> stuck, Items items, Map<String, Long> failures, FailedItem first) {

    /** The ways a run can end. */
    public enum How {
        /** The source ended and every item has its outcome. */
        COMPLETED,
        /** Drained on request: every item that was let in has its outcome, others were not let in. */
        DRAINED,
        /** Cut short on request: open items stay open for the next run. */
        STOPPED,
        /** The engine, the books, the source or the sink failed. */
        FAILED
    }

    /** An item and what befell it. */
    public record FailedItem(ItemId id, Fault fault) {}

    public Ending {
        stuck = List.copyOf(stuck);
        failures = Map.copyOf(failures);
    }

    /** Whether the source ended and nothing failed. */
    public boolean clean() {
        return how == How.COMPLETED && items.failed() + items.quarantined() == 0;
    }

    /** The same run, whose end could not be kept. */
    public Ending failed(Throwable cause) {
        return new Ending(How.FAILED, cause, stuck, items, failures, first);
    }
}
