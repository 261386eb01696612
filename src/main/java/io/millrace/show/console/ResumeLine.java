package io.millrace.show.console;

import io.millrace.show.Format;

/**
 * What a run finds when it starts: its first line.
 *
 * @param done items that stand well in the output and stay
 * @param runs earlier runs that made them
 * @param failed items that failed before and are not tried again
 * @param toDo items this run will work on, stale ones that are redone among them; -1 while the source is still listing
 * @param stale items whose input or settings have changed since
 */
public record ResumeLine(long done, int runs, long failed, long toDo, long stale) {

    /** {@code resume  200,000 of 1,000,000 done in 3 runs; 800,000 to do; 0 stale} */
    public String text() {
        String found = toDo < 0 ? "" : " of " + Format.count(done + failed + toDo);
        String before = failed == 0 ? "" : "; " + Format.count(failed) + " failed before and not tried again";
        String rest = toDo < 0 ? "the rest is being listed" : Format.count(toDo) + " to do";
        return "resume  " + Format.count(done) + found + " done in " + Format.count(runs, "run") + before + "; " + rest
                + "; " + Format.count(stale) + " stale";
    }
}
