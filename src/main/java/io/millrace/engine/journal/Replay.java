package io.millrace.engine.journal;

import io.millrace.engine.journal.record.RunHeader;

/**
 * What was found when a journal was opened.
 *
 * @param runs earlier runs
 * @param records intact records read
 * @param done items that are DONE
 * @param empty items that are EMPTY
 * @param failed items that are FAILED
 * @param quarantined items that are QUARANTINED
 * @param missing records that must have been there, by the gaps in their sequence
 * @param corrupt places that look like a record and fail their checksum; one of them may be what a killed process was
 *     about to write, and was never acknowledged
 * @param lost records that a file held when it was sealed and does not hold now: committed work
 * @param damagedFiles files of records that are kept in quarantine as they were found
 * @param listingCutBytes damaged bytes cut from the end of the listing
 * @param unwritten items that were recorded, and whose outputs the machine had not written when it went down
 * @param unplaced items that were recorded, and whose place in a damaged listing nobody knows any more
 * @param unrecorded results that are there without a record, as a run that was killed leaves them
 * @param previous the newest earlier run, or null
 */
public record Replay(
        int runs,
        long records,
        long done,
        long empty,
        long failed,
        long quarantined,
        long missing,
        long corrupt,
        long lost,
        int damagedFiles,
        long listingCutBytes,
        int unwritten,
        int unplaced,
        long unrecorded,
        RunHeader previous) {

    /** Items that have an outcome. */
    public long items() {
        return done + empty + failed + quarantined;
    }
}
