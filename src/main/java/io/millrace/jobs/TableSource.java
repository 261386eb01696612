package io.millrace.jobs;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.ScratchTable;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Item;
import java.io.IOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The rows of a table as items, in the order of the table. Each is looked up when it is requested, on the thread that
 * requests it.
 *
 * @param <C> reads the rows one by one
 * @param <T> what the items carry
 */
public abstract class TableSource<C, T> implements Source<T> {

    private final ScratchTable table;

    protected TableSource(ScratchTable table) {
        this.table = table;
    }

    /** Before the first row. */
    protected abstract C cursor();

    /** The item of the next row; null behind the last. */
    protected abstract Item<T> next(C cursor) throws IOException, ManifestException;

    @Override
    public final Publisher<Item<T>> items() {
        return Flux.generate(this::cursor, this::generate);
    }

    @Override
    public final void arrange(Places places) throws IOException {
        table.arrange(places);
    }

    @Override
    public final long expected() {
        return table.rows();
    }

    @Override
    public final boolean partial() {
        return table.partial();
    }

    @Override
    public final void close() throws IOException {
        table.close();
    }

    private C generate(C cursor, SynchronousSink<Item<T>> sink) {
        try {
            Item<T> item = next(cursor);
            if (item == null) {
                sink.complete();
            } else {
                sink.next(item);
            }
        } catch (IOException | ManifestException e) {
            sink.error(e);
        }
        return cursor;
    }
}
