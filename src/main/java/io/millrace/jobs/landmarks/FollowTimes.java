package io.millrace.jobs.landmarks;

import io.millrace.show.Format;
import java.util.concurrent.atomic.LongAdder;

/** How long the models took that several workers ran inside of one step. Safe for any threads. */
final class FollowTimes {

    final Times palm = new Times();
    final Times hand = new Times();

    /** Of a model, frame by frame. */
    static final class Times {

        private final LongAdder ns = new LongAdder();
        private final LongAdder frames = new LongAdder();

        void add(long frameNs) {
            ns.add(frameNs);
            frames.increment();
        }

        @Override
        public String toString() {
            return frames.sum() == 0
                    ? "never"
                    : Format.shortTime(ns.sum() / frames.sum()) + " in " + Format.count(frames.sum(), "frame");
        }
    }

    /** Whether there is nothing to tell. */
    boolean isEmpty() {
        return hand.frames.sum() == 0;
    }

    @Override
    public String toString() {
        return "palm " + palm + ", hand " + hand;
    }
}
