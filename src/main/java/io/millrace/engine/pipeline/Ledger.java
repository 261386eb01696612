package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Task;
import io.millrace.engine.flow.Ticket;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last stage, one worker: records ended items and only then closes their tickets. One commit per batch makes a
 * forced journal affordable.
 *
 * @param closing takes each ticket once its item is recorded
 */
record Ledger(Books books, Consumer<Ticket> closing) implements Task<Ticket> {

    private static final int BATCH = 256;

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public void run(List<Ticket> ended) throws Exception {
        for (Ticket ticket : ended) {
            books.record(ticket);
        }
        books.commit();
        for (Ticket ticket : ended) {
            closing.accept(ticket);
        }
        ended.clear();
    }
}
