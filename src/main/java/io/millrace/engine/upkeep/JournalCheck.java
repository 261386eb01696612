package io.millrace.engine.upkeep;

import io.millrace.engine.journal.Replay;
import java.nio.file.Path;
import java.util.List;

/**
 * How an output's journal was found, each part of it held against the others.
 *
 * @param home where it lies
 * @param replay what it holds
 * @param dead records that newer ones stand for
 * @param parts each file of records
 * @param listed items that have an ordinal
 * @param listingDamage bytes of the listing from the first record on that is not whole; beside a live run the last may
 *     be under way
 * @param manifest whether the MANIFEST can be read
 * @param layout how results lie in the output, in words; null where nothing says so
 * @param findings what contradicts what, a sentence each
 * @param wrongOutputs items of which a result is missing or has another length than was recorded
 * @param unrecorded results without a record, which a killed process has left; the next run makes them again
 */
public record JournalCheck(
        Path home,
        Replay replay,
        long dead,
        List<Part> parts,
        long listed,
        long listingDamage,
        boolean manifest,
        String layout,
        List<String> findings,
        long wrongOutputs,
        long unrecorded) {

    /**
     * One file of records.
     *
     * @param name of the generation or snapshot
     * @param bytes its length
     * @param records intact ones
     * @param lost records that it held when it was sealed and does not hold now
     * @param missing records that are not there between its first and its last
     * @param corrupt places that look like a record and are none, before the last one that is
     * @param sealed whether it is what was sealed
     */
    public record Part(String name, long bytes, long records, long lost, long missing, long corrupt, boolean sealed) {

        /** Whether it is as it was written. */
        public boolean whole() {
            return lost == 0 && missing == 0 && corrupt == 0 && sealed;
        }
    }

    /** Whether journal and outputs agree, so far as names and lengths tell. */
    public boolean clean() {
        return whole() && wrongOutputs == 0;
    }

    /** Whether there is nothing to repair in the journal. */
    public boolean whole() {
        return manifest
                && listingDamage == 0
                && replay.lost() == 0
                && findings.isEmpty()
                && parts.stream().allMatch(Part::whole);
    }
}
