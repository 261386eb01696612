package io.millrace.app;

import io.millrace.item.Item;
import io.millrace.item.Outcome;
import io.millrace.pipeline.Observer;

/** Tells the supervisor of the first item that ends: crashes are counted from the last one that had progress before it. */
final class Witness implements Observer {

    private final Observer next;
    private boolean told;

    /** @param next is told of everything too */
    Witness(Observer next) {
        this.next = next;
    }

    @Override
    public void ended(Item<?> item, Outcome outcome, int attempt) throws Exception {
        next.ended(item, outcome, attempt);
        if (!told) {
            told = true;
            Supervisor.tellProgress();
        }
    }

    @Override
    public void settled(Item<?> item, Outcome outcome) {
        next.settled(item, outcome);
    }
}
