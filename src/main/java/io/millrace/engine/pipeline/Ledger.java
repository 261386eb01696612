package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Task;
import io.millrace.engine.flow.Ticket;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last stage, one worker: records ended items and only then closes their tickets. One commit per batch makes a
 * forced journal affordable.
 */
final class Ledger implements Task<Ticket> {

    private static final int BATCH = 256;

    private final Books books;
    private final Consumer<Ticket> close;

    /** @param close takes each ticket once its item is recorded */
    Ledger(Books books, Consumer<Ticket> close) {
        this.books = books;
        this.close = close;
    }

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
            close.accept(ticket);
        }
        ended.clear();
    }
}
