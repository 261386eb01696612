package io.millrace.engine.pipeline;

import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * What a run would find, without running it: each item of a source held against the earlier.
 *
 * @param listed items the source names
 * @param ok of these, items that stand well in the output and stay
 * @param failed items that failed before and are not tried again
 * @param stale items that are done, and whose input or settings have changed since
 * @param otherInput items, among the stale ones, whose input has changed
 * @param otherSettings items, among the stale ones, that were made with other settings; some may have other input too
 * @param fingerprints of these settings
 * @param bytesToDo of the input of the items there is work to do for; -1 if that of one is not known
 */
public record Survey(
        long listed,
        long ok,
        long failed,
        long stale,
        long otherInput,
        long otherSettings,
        Set<String> fingerprints,
        long bytesToDo) {

    /** Lists {@code source} to its end on the calling thread. */
    public static Survey of(Source<?> source, EarlierRuns earlier) throws IOException {
        Count count = new Count(earlier);
        try {
            items(source).doOnNext(count::add).blockLast();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return count.survey();
    }

    /** The first item that {@code source} names, or null. */
    public static Item<?> first(Source<?> source) {
        return items(source).blockFirst();
    }

    /** Items there is work to do for. */
    public long toDo() {
        return listed - ok - failed;
    }

    @SuppressWarnings("unchecked")
    private static Flux<Item<Object>> items(Source<?> source) {
        return Flux.from((Publisher<Item<Object>>) (Publisher<?>) source.items());
    }

    /** One thread. */
    private static final class Count {

        private final EarlierRuns earlier;
        private final Set<String> fingerprints = new TreeSet<>();
        private long listed;
        private long ok;
        private long failed;
        private long stale;
        private long otherInput;
        private long otherSettings;
        private long bytes;
        private boolean sized = true;

        Count(EarlierRuns earlier) {
            this.earlier = earlier;
        }

        Survey survey() {
            Set<String> found = Collections.unmodifiableSet(fingerprints);
            return new Survey(listed, ok, failed, stale, otherInput, otherSettings, found, sized ? bytes : -1);
        }

        void add(Item<?> item) {
            try {
                listed++;
                countStale(item);
                Outcome settled = earlier.settled(item);
                if (settled == null) {
                    sized &= item.fault() != null || !item.identity().equals(Identity.NONE);
                    bytes += Math.max(0, item.identity().size());
                } else if (settled.status().ok()) {
                    ok++;
                } else {
                    failed++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void countStale(Item<?> item) throws IOException {
            Entry entry = earlier.records().find(item.id());
            if (entry == null || !entry.outcome().status().ok()) {
                return;
            }
            boolean input = earlier.hasOtherInput(entry, item);
            boolean settings = earlier.hasOtherSettings(entry);
            stale += input || settings ? 1 : 0;
            otherInput += input ? 1 : 0;
            otherSettings += settings ? 1 : 0;
            if (settings) {
                fingerprints.add(entry.fingerprint());
            }
        }
    }
}
