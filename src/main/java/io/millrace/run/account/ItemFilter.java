package io.millrace.run.account;

import io.millrace.engine.item.Fault;
import io.millrace.engine.journal.record.Entry;

/**
 * Which of the failed items are meant.
 *
 * @param cause the class of their faults; null for any
 * @param stage where they failed; null for any
 */
public record ItemFilter(String cause, String stage) {

    public boolean takes(String type, String in) {
        return (cause == null || cause.equals(type)) && (stage == null || stage.equals(in));
    }

    public boolean takes(Entry entry) {
        Fault fault = entry.outcome().fault();
        return !entry.outcome().status().ok() && takes(fault.type(), fault.stage());
    }
}
