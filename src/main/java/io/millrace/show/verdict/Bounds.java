package io.millrace.show.verdict;

/**
 * What a run stands between, and its snapshots do not say.
 *
 * @param input where it reads from, as a user would type it
 * @param inFlight items that may be open at once
 * @param settled items listed among all others that earlier runs have ended: this run only passes them by
 * @param bytes of the input of all items that this run has to do; -1 where nobody has added them up
 */
public record Bounds(String input, int inFlight, long settled, long bytes) {

    /** Of a run that begins, whose sizes are not known. */
    public Bounds(String input, int inFlight) {
        this(input, inFlight, 0, -1);
    }
}
