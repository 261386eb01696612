package io.millrace.jobs.landmarks;

import io.millrace.config.ChangesResults;
import io.millrace.config.Range;

/**
 * Section {@code hands}: what counts as a hand, and what it is called.
 *
 * @param mode whether a frame is looked at by itself
 * @param palmScore that a palm needs
 * @param palmOverlap up to which two palms are two
 * @param handScore that a hand needs
 * @param regionOverlap from which on a palm belongs to a hand that is being followed
 * @param maxHands to a frame
 * @param handedness what a hand is called
 */
public record HandSettings(
        @ChangesResults Mode mode,
        @ChangesResults @Range(min = 0, max = 1) double palmScore,
        @ChangesResults @Range(min = 0, max = 1) double palmOverlap,
        @ChangesResults @Range(min = 0, max = 1) double handScore,
        @ChangesResults @Range(min = 0, max = 1) double regionOverlap,
        @ChangesResults @Range(min = 1, max = 2) int maxHands,
        @ChangesResults Handedness handedness) {

    /** How frames go together. */
    public enum Mode {
        /** Each by itself. */
        STATIC,
        /** A hand is followed from frame to frame. */
        TRACKING
    }

    public HandLimits limits() {
        return new HandLimits(palmScore, palmOverlap, handScore, regionOverlap, maxHands);
    }
}
