package io.millrace.jobs.landmarks;

import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the hands of one video, frame by frame in order. A hand is looked for where it was in the frame before; palms
 * are looked for only where a place for a hand is free, and one that lies where a hand is being followed is that hand.
 * A hand that is not found again is forgotten.
 *
 * <p>All that is remembered is in here: a new video takes a new tracker. One thread's.
 */
public final class HandTracker {

    /** Looks for palms. */
    @FunctionalInterface
    public interface PalmFinder {

        /** Best first. */
        List<Palm> find(Frame frame) throws FaultException;
    }

    /** Looks closely. */
    @FunctionalInterface
    public interface HandFinder {

        /** The hands in {@code regions}, in their order. */
        FrameHands find(Frame frame, List<Region> regions) throws FaultException;
    }

    private final PalmFinder palms;
    private final HandFinder hands;
    private final HandLimits limits;
    private List<Region> followed = List.of();

    public HandTracker(PalmFinder palms, HandFinder hands, HandLimits limits) {
        this.palms = palms;
        this.hands = hands;
        this.limits = limits;
    }

    /**
     * The frame stays the caller's.
     *
     * @throws FaultException of a finder; then nothing is followed any more
     */
    public FrameHands next(Frame frame) throws FaultException {
        List<Region> regions = new ArrayList<>(followed);
        followed = List.of();
        if (regions.size() < limits.maxHands()) {
            addNew(frame, regions);
        }
        FrameHands found = hands.find(frame, regions);
        followed = where(found);
        return found;
    }

    private void addNew(Frame frame, List<Region> regions) throws FaultException {
        for (Palm palm : palms.find(frame)) {
            Region region = palm.region();
            boolean isNew = regions.stream().noneMatch(other -> other.overlap(region) > limits.regionOverlap());
            if (isNew && regions.size() < limits.maxHands()) {
                regions.add(region);
            }
        }
    }

    private static List<Region> where(FrameHands found) {
        return found.hands().stream()
                .map(hand -> hand.region(found.width(), found.height()))
                .filter(Region::isFinite)
                .toList();
    }
}
