package io.millrace.jobs.landmarks;

import io.millrace.show.Format;
import java.util.concurrent.atomic.LongAdder;

/** How long the models took that several workers ran inside of one step. Safe for any threads. */
final class FollowTimes {

    private final LongAdder palmNs = new LongAdder();
    private final LongAdder palms = new LongAdder();
    private final LongAdder handNs = new LongAdder();
    private final LongAdder hands = new LongAdder();

    /** A frame was searched for palms. */
    void palm(long ns) {
        palmNs.add(ns);
        palms.increment();
    }

    /** A frame was searched for the hands that are followed. */
    void hand(long ns) {
        handNs.add(ns);
        hands.increment();
    }

    /** Whether there is nothing to tell. */
    boolean isEmpty() {
        return hands.sum() == 0;
    }

    @Override
    public String toString() {
        return "palm " + each(palmNs, palms) + ", hand " + each(handNs, hands);
    }

    private static String each(LongAdder ns, LongAdder count) {
        return count.sum() == 0
                ? "never"
                : Format.shortTime(ns.sum() / count.sum()) + " in " + Format.count(count.sum(), "frame");
    }
}
