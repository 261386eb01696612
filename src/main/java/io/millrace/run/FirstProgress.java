package io.millrace.run;

import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.pipeline.Observer;
import io.millrace.run.process.Supervisor;
import java.util.function.Consumer;

/**
 * Tells the supervisor of the first item that ends: crashes are counted from the last one that had progress before it.
 */
final class FirstProgress implements Observer {

    private final Observer next;
    private final Consumer<String> notices;
    private boolean any;

    /**
     * @param next is told of everything too
     * @param notices takes sentences for the user
     */
    FirstProgress(Observer next, Consumer<String> notices) {
        this.next = next;
        this.notices = notices;
    }

    @Override
    public void ended(Item<?> item, Outcome outcome, int attempt) throws Exception {
        next.ended(item, outcome, attempt);
        if (!any) {
            any = true;
            Supervisor.tellProgress();
        }
    }

    @Override
    public void settled(Item<?> item, Outcome outcome) {
        next.settled(item, outcome);
    }

    @Override
    public void told(String notice) {
        notices.accept(notice);
    }
}
