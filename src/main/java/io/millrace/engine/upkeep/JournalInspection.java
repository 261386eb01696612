package io.millrace.engine.upkeep;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalManifest;
import io.millrace.engine.journal.Layout;
import io.millrace.engine.journal.Listing;
import io.millrace.engine.journal.ListingReader;
import io.millrace.engine.journal.ListingSeal;
import io.millrace.engine.journal.Replayer;
import io.millrace.engine.journal.ScanResult;
import io.millrace.engine.journal.Seal;
import io.millrace.engine.journal.SealCopy;
import io.millrace.engine.journal.Seals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the files of a journal against one another: records, their seals, the copy of these in the summary, the
 * listing, the layout. Changes nothing, and works beside a live run. One thread.
 */
final class JournalInspection {

    private final JournalFolder folder;
    private final Replayer replayed;
    private final List<String> findings = new ArrayList<>();
    private long listed;
    private long listingDamage;

    public JournalInspection(JournalFolder folder, Replayer replayed) {
        this.folder = folder;
        this.replayed = replayed;
    }

    /**
     * Takes up what was found of files that results share.
     *
     * @param unclaimed those that are ours, and have no mark
     * @param strays those that no record names, and that are not what was made
     */
    JournalInspection with(List<String> unclaimed, List<String> strays) {
        unclaimed.forEach(name -> findings.add(name + " is not marked as ours below derived any more"));
        strays.forEach(name -> findings.add(name + ", which no record names, is not what was written"));
        return this;
    }

    /** Of the journal alone. */
    JournalCheck check() throws IOException {
        return check(0, 0);
    }

    /**
     * @param wrongOutputs what a look at the results has found
     * @param unrecorded results
     */
    JournalCheck check(long wrongOutputs, long unrecorded) throws IOException {
        seals();
        summaries();
        listing();
        layout();
        return new JournalCheck(
                folder.home(),
                replayed.found(listingDamage, 0, 0, 0),
                replayed.dead(),
                parts(),
                listed,
                listingDamage,
                JournalManifest.readable(folder) || !isBegun(),
                new Layout(folder, replayed).found(),
                List.copyOf(findings),
                wrongOutputs,
                unrecorded);
    }

    /** A run that was killed before it came to its MANIFEST has left nothing that one could speak of. */
    private boolean isBegun() {
        return !replayed.files().isEmpty() || Files.exists(folder.outputManifest()) || Files.exists(folder.listing());
    }

    private List<JournalCheck.Part> parts() throws IOException {
        List<JournalCheck.Part> parts = new ArrayList<>();
        for (ScanResult file : replayed.files()) {
            parts.add(new JournalCheck.Part(
                    file.name(),
                    Files.size(file.path()),
                    file.records(),
                    replayed.lost(file),
                    file.gaps(),
                    file.corrupt(),
                    replayed.isAsSealed(file)));
        }
        return parts;
    }

    private void seals() {
        for (Seal seal : replayed.gone()) {
            findings.add(seal.name() + " is gone: it held " + seal.records() + " records");
        }
    }

    private void summaries() throws IOException {
        Seals manifest = JournalManifest.seals(folder);
        if (JournalManifest.readable(folder)
                && !manifest.orMore(SealCopy.newest(folder)).equals(manifest)) {
            findings.add("MANIFEST promises less than the summary of the last run that ended");
        }
        for (Path summary : SealCopy.damaged(folder)) {
            findings.add(folder.output().relativize(summary) + " is damaged");
        }
    }

    private void listing() throws IOException {
        ListingSeal promised = replayed.seals().listing();
        int crcs = 0;
        if (Files.exists(folder.listing())) {
            crcs = readListing(promised);
        }
        if (listed < promised.items()) {
            findings.add("the listing held " + promised.items() + " items and holds " + listed);
        } else if (crcs != promised.crcs()) {
            findings.add("the listing holds other items than it did");
        }
    }

    /** Whole records, the bytes after them, and the checksums of the records that were {@code promised}. */
    private int readListing(ListingSeal promised) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.listing().toFile(), "r")) {
            long length = file.length();
            if (!Listing.isHeaded(file)) {
                listingDamage = Math.max(1, length);
                return 0;
            }
            ListingReader lines = new ListingReader(file, Listing.HEADER_BYTES, length);
            int crcs = 0;
            long elsewhere = 0;
            while (lines.next()) {
                crcs ^= listed < promised.items() ? lines.crc() : 0;
                elsewhere += isElsewhere(new ItemId(lines.id()), listed) ? 1 : 0;
                listed++;
            }
            listingDamage = isHalfAnItem(promised) ? 0 : length - lines.position();
            if (elsewhere > 0) {
                findings.add("records of " + elsewhere + " items name another place than the listing has for them");
            }
            return crcs;
        }
    }

    /** Whether all is there that was promised or recorded: what stands behind it is what a kill left half written. */
    private boolean isHalfAnItem(ListingSeal promised) {
        return listed >= promised.items() && listed > replayed.lastOrdinal();
    }

    private boolean isElsewhere(ItemId id, long ordinal) throws IOException {
        long place = replayed.index().placeOf(id);
        return place >= 0
                && replayed.reader().entry(place, replayed.fingerprints()).ordinal() != ordinal;
    }

    private void layout() throws IOException {
        Layout layout = new Layout(folder, replayed);
        if (layout.written() != null && !layout.written().equals(layout.found())) {
            findings.add("the file layout says \"" + layout.written() + "\", the journal \"" + layout.found() + "\"");
        }
    }
}
