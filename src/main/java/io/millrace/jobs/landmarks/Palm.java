package io.millrace.jobs.landmarks;

import io.millrace.media.onnx.MediaPipeHands;
import java.util.List;

/**
 * A palm as the detector finds it.
 *
 * @param score how sure it is, 0 to 1
 * @param box around the palm without the fingers
 * @param points {@value #POINTS} of the palm; 0 is the wrist, 2 the base of the middle finger
 */
public record Palm(double score, Box box, List<Point> points) {

    /** As many as the model gives. */
    public static final int POINTS = MediaPipeHands.PALM_POINTS;

    private static final int WRIST = 0;
    private static final int MIDDLE_FINGER = 2;
    private static final double REGION_SHIFT = -0.5;
    private static final double REGION_SCALE = 2.6;

    public Palm {
        points = List.copyOf(points);
    }

    /**
     * Where its hand is to be looked for: a square of the palm's longer side, moved half a palm towards the fingers,
     * turned so that they point upwards, and large enough for them.
     */
    public Region region() {
        double rotation = Region.upright(points.get(WRIST), points.get(MIDDLE_FINGER));
        return new Region(box.centre().x(), box.centre().y(), box.width(), box.height(), rotation)
                .shifted(REGION_SHIFT)
                .square()
                .scaled(REGION_SCALE);
    }

    /** This palm, found in fractions of {@code region}, in the picture. */
    public Palm in(Region region) {
        Point corner = region.at(box.x(), box.y());
        Box there = new Box(corner.x(), corner.y(), box.width() * region.width(), box.height() * region.height());
        List<Point> mapped =
                points.stream().map(point -> region.at(point.x(), point.y())).toList();
        return new Palm(score, there, mapped);
    }
}
