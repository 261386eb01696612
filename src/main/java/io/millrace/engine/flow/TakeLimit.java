package io.millrace.engine.flow;

/**
 * How much a taker wants at once.
 *
 * @param max the most it takes where it does not linger
 * @param full what is worth waiting for once there is something
 * @param lingerNs how long, from then on; 0 is not at all
 */
record TakeLimit(int max, int full, long lingerNs) {

    /** Up to {@code max} of what is there. */
    static TakeLimit of(int max) {
        return new TakeLimit(max, 1, 0);
    }

    /** The same without waiting for more. */
    TakeLimit atOnce() {
        return of(max);
    }

    /**
     * How many of {@code ready} to take. One batch that was waited for, or one's share of what waits, so that no worker
     * hoards what its colleagues could do.
     */
    int of(int ready, int waiting, int takers) {
        int share = (waiting + takers - 1) / takers;
        return Math.min(ready, lingerNs > 0 ? full : Math.min(max, share));
    }
}
