package io.millrace.show.verdict;

import java.util.Map;

/**
 * What a run stands between, and its snapshots do not say.
 *
 * @param input where it reads from, as a user would type it
 * @param inFlight items that may be open at once
 * @param settled items listed among all others that earlier runs have ended: this run only passes them by
 * @param bytes of the input of all items that this run has to do; -1 where nobody has added them up
 * @param cheaper what makes an item cheaper, by stage: in few words, a sentence has two lines of 72 columns
 */
public record Bounds(String input, int inFlight, long settled, long bytes, Map<String, String> cheaper) {

    /** Of a run that begins, whose sizes are not known. */
    public Bounds(String input, int inFlight) {
        this(input, inFlight, 0, -1);
    }

    /** Of a job that cannot be made cheaper. */
    public Bounds(String input, int inFlight, long settled, long bytes) {
        this(input, inFlight, settled, bytes, Map.of());
    }

    /** The same with what makes an item cheaper. */
    public Bounds cheaper(Map<String, String> how) {
        return new Bounds(input, inFlight, settled, bytes, how);
    }
}
