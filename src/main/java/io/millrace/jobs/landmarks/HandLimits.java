package io.millrace.jobs.landmarks;

/**
 * What counts as a hand.
 *
 * @param palmScore that a palm needs, 0 to 1
 * @param palmOverlap up to which two palms are two
 * @param handScore that a hand needs, 0 to 1
 * @param regionOverlap from which on a palm belongs to a hand that is being followed
 * @param maxHands to a picture
 */
public record HandLimits(double palmScore, double palmOverlap, double handScore, double regionOverlap, int maxHands) {

    /** MediaPipe's. */
    public static final HandLimits DEFAULT = new HandLimits(0.5, 0.3, 0.5, 0.5, 2);

    public HandLimits {
        share("palmScore", palmScore);
        share("palmOverlap", palmOverlap);
        share("handScore", handScore);
        share("regionOverlap", regionOverlap);
        if (maxHands < 1) {
            throw new IllegalArgumentException("maxHands must be 1 or more, not " + maxHands);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }
}
