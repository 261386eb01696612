package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.Reel;
import java.util.ArrayList;
import java.util.List;

/**
 * The hands of a frame.
 *
 * @param reel the video that the frame is of, held by this
 * @param index of the frame
 * @param ptsS of the frame, in seconds
 * @param width of the frame, in pixels
 * @param height of the frame, in pixels
 * @param hands in the order of their palms' scores, or in which they were first seen
 * @param absence why there is none; null where there is one
 */
public record FrameHands(Reel reel, int index, double ptsS, int width, int height, List<Hand> hands, Absence absence)
        implements AutoCloseable {

    public FrameHands {
        hands = List.copyOf(hands);
        if (hands.isEmpty() == (absence == null)) {
            throw new IllegalArgumentException("a frame has hands or a reason for none");
        }
    }

    /** Of a frame whose {@code crops} were looked at; of hands that were found twice the later goes. */
    public static FrameHands of(FrameCrops crops, List<Hand> found) {
        List<Hand> hands = new ArrayList<>(found.size());
        for (Hand hand : found) {
            if (hands.stream().noneMatch(kept -> kept.isSame(hand, crops.width(), crops.height()))) {
                hands.add(hand);
            }
        }
        Absence none = crops.regions().isEmpty() ? Absence.NO_PALM : Absence.LOW_PRESENCE;
        Absence absence = hands.isEmpty() ? none : null;
        return new FrameHands(
                crops.reel().hold(), crops.index(), crops.ptsS(), crops.width(), crops.height(), hands, absence);
    }

    @Override
    public void close() {
        reel.close();
    }
}
