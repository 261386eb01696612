package io.millrace.jobs.landmarks;

import java.util.ArrayList;
import java.util.List;

/** Palms and hands to order, for tests. */
public final class Samples {

    private Samples() {}

    /** Fingers upwards. */
    public static Palm palm(double score, double x, double y, double width, double height) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < Palm.POINTS; i++) {
            points.add(new Point(x + width / 2, y + height * (i == 0 ? 1 : 0.5)));
        }
        return new Palm(score, new Box(x, y, width, height), points);
    }

    /**
     * A flat hand with its fingers upwards in a picture of {@code width x height}, its wrist at a place and its palm of
     * a size in pixels.
     */
    public static Hand hand(double x, double y, double size, int width, int height, double rightness) {
        float[] points = new float[Hand.NUMBERS];
        for (int i = 1; i < Hand.POINTS; i++) {
            int finger = (i - 1) / 4;
            int joint = (i - 1) % 4;
            points[3 * i] = (float) (size * (finger - 2) / 4);
            points[3 * i + 1] = (float) (-size * (1 + joint / 3.0));
        }
        for (int i = 0; i < Hand.POINTS; i++) {
            points[3 * i] = (float) ((x + points[3 * i]) / width);
            points[3 * i + 1] = (float) ((y + points[3 * i + 1]) / height);
        }
        return new Hand(0.9, rightness, points, null);
    }
}
