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
 * What a run would find, without running it: each item of a source held against the earlier. Counts; one thread.
 */
public final class Survey {

    private long listed;
    private long ok;
    private long failed;
    private long stale;
    private long otherInput;
    private long otherSettings;
    private long bytes;
    private boolean sized = true;
    private final Set<String> fingerprints = new TreeSet<>();

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

    /** The first item that {@code source} names, or null. */
    public static Item<?> first(Source<?> source) {
        return items(source).blockFirst();
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

    /** Items that are done, and whose input or settings have changed since. */
    public long stale() {
        return stale;
    }

    /** Items, among the stale ones, whose input has changed. */
    public long otherInput() {
        return otherInput;
    }

    /** Items, among the stale ones, that were made with other settings; some may have other input too. */
    public long otherSettings() {
        return otherSettings;
    }

    /** The fingerprints of these settings. */
    public Set<String> fingerprints() {
        return Collections.unmodifiableSet(fingerprints);
    }

    /** Items there is work to do for. */
    public long toDo() {
        return listed - ok - failed;
    }

    /** Of the input of these; -1 if that of one is not known. */
    public long bytesToDo() {
        return sized ? bytes : -1;
    }

    private void count(Item<?> item, EarlierRuns earlier) {
        try {
            listed++;
            countStale(item, earlier);
            Outcome settled = earlier.settled(item);
            if (settled != null && settled.status().ok()) {
                ok++;
            } else if (settled != null) {
                failed++;
            } else {
                countBytes(item);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void countBytes(Item<?> item) {
        boolean known = item.fault() != null || !item.identity().equals(Identity.NONE);
        sized &= known;
        bytes += Math.max(0, item.identity().size());
    }

    private void countStale(Item<?> item, EarlierRuns earlier) throws IOException {
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

    @SuppressWarnings("unchecked")
    private static Flux<Item<Object>> items(Source<?> source) {
        return Flux.from((Publisher<Item<Object>>) (Publisher<?>) source.items());
    }
}
