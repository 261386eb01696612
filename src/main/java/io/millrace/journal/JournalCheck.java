package io.millrace.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a journal was found.
 *
 * @param home where it lies
 * @param replay what it holds
 * @param dead records that newer ones stand for
 * @param parts each file of records
 * @param listed items that have an ordinal
 * @param listingDamage bytes of the listing from the first record on that is not whole; beside a live run the last may be under
 *     way
 * @param manifest whether the MANIFEST can be read
 */
public record JournalCheck(
        Path home, Replay replay, long dead, List<Part> parts, long listed, long listingDamage, boolean manifest) {

    /**
     * One file of records.
     *
     * @param name of the generation or snapshot
     * @param bytes its length
     * @param records intact ones
     * @param lost records that it held when it was sealed and does not hold now
     * @param missing records that are not there between its first and its last
     * @param corrupt places that look like a record and are none, before the last one that is
     */
    public record Part(String name, long bytes, long records, long lost, long missing, long corrupt) {

        /** Whether it is as it was written. */
        public boolean whole() {
            return lost == 0 && missing == 0 && corrupt == 0;
        }
    }

    /** Whether there is nothing to repair. */
    public boolean whole() {
        return manifest
                && listingDamage == 0
                && replay.lost() == 0
                && parts.stream().allMatch(Part::whole);
    }

    static JournalCheck of(JournalFolder folder, Replayer replayer) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (FileFound file : replayer.files()) {
            long lost = replayer.lost(file);
            parts.add(
                    new Part(file.name(), Files.size(file.path()), file.records(), lost, file.gaps(), file.corrupt()));
        }
        long[] listing = Files.exists(folder.listing()) ? listing(folder.listing()) : new long[2];
        return new JournalCheck(
                folder.home(),
                replayer.found(listing[1], 0),
                replayer.dead(),
                parts,
                listing[0],
                listing[1],
                JournalManifest.readable(folder));
    }

    /** Whole records, and the bytes after them. */
    private static long[] listing(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            if (!Listing.isHeaded(file)) {
                return new long[] {0, length};
            }
            ListingReader reader = new ListingReader(file, Listing.HEADER_BYTES, length);
            long count = 0;
            while (reader.next()) {
                count++;
            }
            return new long[] {count, length - reader.position()};
        }
    }
}
