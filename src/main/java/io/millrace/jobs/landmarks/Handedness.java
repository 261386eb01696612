package io.millrace.jobs.landmarks;

import java.util.List;

/** What to call the hand that a model takes for a right one. */
public enum Handedness {
    /** A right hand, which is right for pictures as cameras take them. */
    IMAGE,
    /** A left hand: MediaPipe's older interface takes every picture to be mirrored, as a phone shows its owner. */
    LEGACY_MIRRORED;

    private static final double EVEN = 0.5;

    /** Whether the hand is to be called a right one. */
    public boolean isRight(Hand hand) {
        return hand.rightness() >= EVEN == (this == IMAGE);
    }

    /**
     * Puts up to two hands into two places: 0 for a left hand, 1 for a right one. Where both want the same, it goes to
     * the one that is surer, or else to the first, and the other hand takes the other: none is dropped.
     *
     * @return two, null where there is none
     */
    public Hand[] places(List<Hand> hands) {
        Hand[] places = new Hand[2];
        if (hands.isEmpty()) {
            return places;
        }
        Hand first = hands.get(0);
        Hand second = hands.size() > 1 ? hands.get(1) : null;
        boolean secondChooses = second != null && sureness(second) > sureness(first);
        Hand chooser = secondChooses ? second : first;
        int place = isRight(chooser) ? 1 : 0;
        places[place] = chooser;
        places[1 - place] = secondChooses ? first : second;
        return places;
    }

    private static double sureness(Hand hand) {
        return Math.abs(hand.rightness() - EVEN);
    }
}
