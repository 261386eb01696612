package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import java.io.IOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * Some items of another source; to a run there are no others. In the order of that source, whose list is still read to
 * its end.
 *
 * @param <T> as of the other source
 * @param all is closed with this
 */
public record SelectedItems<T>(Source<T> all, Choice choice) implements Source<T> {

    /** Says which items are meant; asked once for each item of a listing, on the thread that lists. */
    @FunctionalInterface
    public interface Choice {
        boolean takes(ItemId id) throws IOException;
    }

    @Override
    public Publisher<Item<T>> items() {
        return Flux.from(all.items()).handle(this::pass);
    }

    @Override
    public void arrange(Places places) throws IOException {
        all.arrange(places);
    }

    @Override
    public void close() throws IOException {
        all.close();
    }

    private void pass(Item<T> item, SynchronousSink<Item<T>> sink) {
        try {
            if (choice.takes(item.id())) {
                sink.next(item);
            }
        } catch (IOException e) {
            sink.error(e);
        }
    }
}
