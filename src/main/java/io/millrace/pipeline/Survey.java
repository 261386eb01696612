package io.millrace.pipeline;

import io.millrace.flow.Source;
import io.millrace.item.Item;
import io.millrace.item.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * What a run would find, without running it: each item of a source held against the earlier. Counts; one thread.
 */
public final class Survey {

    private long listed;
    private long ok;
    private long failed;
    private long stale;

    private Survey() {}

    /** Lists {@code source} to its end on the calling thread. */
    public static Survey of(Source<?> source, EarlierRuns earlier) throws IOException {
        Survey survey = new Survey();
        try {
            items(source).doOnNext(item -> survey.count(item, earlier)).blockLast();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return survey;
    }

    /** Items the source names. */
    public long listed() {
        return listed;
    }

    /** Of these, items that stand well in the output and stay. */
    public long ok() {
        return ok;
    }

    /** Items that failed before and are not tried again. */
    public long failed() {
        return failed;
    }

    /** Items, among all of these, whose input or settings have changed since they were done. */
    public long stale() {
        return stale;
    }

    /** Items there is work to do for. */
    public long toDo() {
        return listed - ok - failed;
    }

    private void count(Item<?> item, EarlierRuns earlier) {
        try {
            listed++;
            if (earlier.isStale(item)) {
                stale++;
            }
            Outcome settled = earlier.settled(item);
            if (settled != null && settled.status().ok()) {
                ok++;
            } else if (settled != null) {
                failed++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Flux<Item<Object>> items(Source<?> source) {
        return Flux.from((Publisher<Item<Object>>) (Publisher<?>) source.items());
    }
}
