package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A writer that changes nothing before the books are ready for it. One worker's. */
final class BookedWriter<T> implements Writer<T> {

    private final Writer<T> writer;
    private final Books books;

    BookedWriter(Writer<T> writer, Books books) {
        this.writer = writer;
        this.books = books;
    }

    @Override
    public void write(List<Result<T>> results) throws Exception {
        for (Result<T> result : results) {
            books.beforeWriting(result.item());
        }
        writer.write(results);
    }

    @Override
    public void skip(Item<?> item, long ordinal) throws Exception {
        books.beforeWriting(item);
        writer.skip(item, ordinal);
    }

    @Override
    public int batch() {
        return writer.batch();
    }

    @Override
    public Duration linger() {
        return writer.linger();
    }

    @Override
    public void finish() throws Exception {
        writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
