package io.millrace.engine.journal;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.record.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * What an output's journal held at one moment, read without taking it: beside a live run too, and nothing is written.
 * One thread.
 */
public final class JournalView implements Records, AutoCloseable {

    private static final int READ_BYTES = 64 << 10;
    private static final int MOST_ATTEMPTS = 5;

    private final JournalFolder folder;
    private final Replayer replayer;

    private JournalView(JournalFolder folder) {
        this.folder = folder;
        this.replayer = new Replayer(folder, READ_BYTES);
    }

    /** Reads the journal of {@code output}; one that does not exist yet is empty. */
    public static JournalView open(Path output, JournalSettings settings) throws JournalException {
        return open(JournalFolder.of(output, settings.dir()));
    }

    public static JournalView open(JournalFolder folder) throws JournalException {
        return open(folder, null);
    }

    private static JournalView open(JournalFolder folder, ItemHistory history) throws JournalException {
        for (int attempt = 1; ; attempt++) {
            JournalView view = new JournalView(folder);
            view.replayer.watch(history);
            try {
                view.read();
                return view;
            } catch (IOException e) {
                view.close();
                // A run that begins may just have put a snapshot in the place of what was listed.
                boolean gone = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
                if (!gone || attempt == MOST_ATTEMPTS) {
                    throw JournalException.io("cannot read the journal in", folder.home(), e);
                }
            }
        }
    }

    public Replayer replayer() {
        return replayer;
    }

    private void read() throws IOException {
        if (Files.isDirectory(folder.home())) {
            replayer.replay();
        }
    }

    @Override
    public Entry find(ItemId id) throws JournalException {
        long place = replayer.index().placeOf(id);
        try {
            return place < 0 ? null : replayer.reader().entry(id, place, replayer.fingerprints());
        } catch (IOException e) {
            throw JournalException.io("cannot read the journal in", folder.home(), e);
        }
    }

    /** Takes the items of {@link #forEach}. */
    public interface Visitor {
        void item(String source, Entry entry) throws IOException;
    }

    /** How many items have an ordinal. */
    public long listed() throws JournalException {
        long[] count = new long[1];
        try {
            Listing.forEach(folder.listing(), (ordinal, id, source) -> count[0]++);
        } catch (IOException e) {
            throw JournalException.io("cannot read the listing of", folder.output(), e);
        }
        return count[0];
    }

    /** Every listed item that has an outcome, in the order of the listing; an item and a page of records in memory. */
    public void forEach(Visitor visitor) throws IOException {
        Listing.forEach(folder.listing(), (ordinal, id, source) -> {
            Entry entry = find(id);
            if (entry != null) {
                visitor.item(source, entry);
            }
        });
    }

    /** Each time the item ended that there is a record of, oldest first. Reads the journal once more. */
    public List<ItemEnd> history(ItemId id) throws JournalException {
        ItemHistory history = new ItemHistory(id);
        try (JournalView again = open(folder, history)) {
            assert again != null;
        }
        return history.ends();
    }

    /**
     * How each item that has an outcome ended, and when, in milliseconds since the epoch; in any order. Reads the
     * journal once more.
     */
    public void forEachEnd(ObjLongConsumer<Outcome.Status> visitor) throws IOException {
        replayer.again((record, place) -> {
            if (replayer.isNewest(record, place)) {
                Entry entry = record.entry(replayer.fingerprints());
                visitor.accept(entry.outcome().status(), record.timeMillis());
            }
        });
    }

    /** The canonical settings of an earlier run with this fingerprint, or null. */
    public String settings(String fingerprint) {
        return replayer.fingerprints().settings(fingerprint);
    }

    /**
     * Holds the output to one layout.
     *
     * @param layout in words, such as {@code a folder for each item}; empty for a run that writes nothing
     * @throws JournalException SETUP if earlier runs laid it out otherwise
     */
    public void requireLayout(String layout) throws JournalException {
        try {
            new Layout(folder, replayer).require(layout);
        } catch (IOException e) {
            throw JournalException.io("cannot read the layout of", folder.output(), e);
        }
    }

    /** What was found. */
    public Replay replay() {
        return replayer.found(0, 0, 0, 0);
    }

    @Override
    public void close() throws JournalException {
        try {
            replayer.close();
        } catch (IOException e) {
            throw JournalException.io("cannot read the journal in", folder.home(), e);
        }
    }
}
