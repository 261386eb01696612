package io.millrace.show.verdict;

import io.millrace.engine.metrics.Outlook.Advice;
import io.millrace.engine.metrics.Outlook.Tested;
import io.millrace.show.Format;

/**
 * An advice that was taken, and what becomes of it.
 *
 * @param advice as it was, or as it would have been for the workers that the stage got
 * @param before items per second then
 */
record Trial(Advice advice, double before) {

    /** An advice that brings less of what it promised has not helped. */
    private static final double HELPED = 0.25;

    Tested tested(double after) {
        String sentence = "took " + advice.stage() + " " + advice.from() + " -> " + advice.to() + ": "
                + Format.rate(before) + " -> " + Format.rate(after) + ", expected ~"
                + Format.rate(advice.itemsPerSecond()) + (helped(after) ? "" : "; it did not help");
        return new Tested(advice, before, after, sentence);
    }

    boolean helped(double after) {
        return after - before >= HELPED * (advice.itemsPerSecond() - before);
    }
}
