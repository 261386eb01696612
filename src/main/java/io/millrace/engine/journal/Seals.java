package io.millrace.engine.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a journal has promised of its files. The MANIFEST carries it, and each run that closes leaves a copy in its
 * {@code summary.json}, so that the loss of one file, the MANIFEST included, is never silent.
 *
 * @param files by name
 * @param listing of the listing
 */
public record Seals(SortedMap<String, Seal> files, ListingSeal listing) {

    public static final Seals NONE = new Seals(Collections.emptySortedMap(), ListingSeal.NONE);

    private static final String FILE = "sealed ";
    private static final String LISTING = "listed ";

    /** Nothing but these files, and the listing as it is. */
    public Seals of(List<Seal> only) {
        TreeMap<String, Seal> named = new TreeMap<>();
        only.forEach(seal -> named.put(seal.name(), seal));
        return new Seals(named, listing);
    }

    Seals with(Seal seal, ListingSeal listed) {
        TreeMap<String, Seal> more = new TreeMap<>(files);
        more.put(seal.name(), seal);
        return new Seals(more, listed);
    }

    /**
     * What either promises, where that is more; without the files that a snapshot of these stands for.
     *
     * @param copy may be older
     */
    public Seals orMore(Seals copy) {
        int compacted = JournalFolder.lastSnapshot(files.keySet());
        TreeMap<String, Seal> more = new TreeMap<>(files);
        copy.files.values().stream()
                .filter(seal -> JournalFolder.number(seal.name()) > compacted)
                .filter(seal -> seal.isBeyond(more.get(seal.name())))
                .forEach(seal -> more.put(seal.name(), seal));
        return new Seals(more, copy.listing.items() > listing.items() ? copy.listing : listing);
    }

    /** A line for each promise. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        files.values().forEach(seal -> lines.add(FILE + seal.text()));
        if (!listing.equals(ListingSeal.NONE)) {
            lines.add(LISTING + listing.text());
        }
        return lines;
    }

    /** Reads {@link #lines} among others. */
    static Seals parse(Iterable<String> lines) {
        TreeMap<String, Seal> files = new TreeMap<>();
        ListingSeal listing = ListingSeal.NONE;
        for (String line : lines) {
            Seal seal = line.startsWith(FILE) ? Seal.parse(line.substring(FILE.length())) : null;
            if (seal != null && JournalFolder.isFileOfRecords(seal.name())) {
                files.put(seal.name(), seal);
            } else if (line.startsWith(LISTING)) {
                listing = ListingSeal.parse(line.substring(LISTING.length()));
            }
        }
        return new Seals(files, listing);
    }
}
