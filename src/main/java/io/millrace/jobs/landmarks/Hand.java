package io.millrace.jobs.landmarks;

import io.millrace.media.onnx.MediaPipeHands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A hand.
 *
 * @param score how sure the model is that there is one, 0 to 1
 * @param rightness how sure it is that it is a right hand, 0 to 1, if the picture is not mirrored; {@link Handedness}
 *     has words for it
 * @param landmarks {@value #POINTS} times x, y and z; x and z are fractions of the picture's width, y of its height; z
 *     is 0 at the wrist and smaller towards the camera; not to be written to
 * @param world the same points in metres around the hand's middle; null from a model that gives none; not to be written
 *     to
 */
@SuppressWarnings("ArrayRecordComponent")
public record Hand(double score, double rightness, float[] landmarks, float[] world) {

    /** The wrist, then four from the root to the tip of thumb, index, middle, ring and little finger. */
    public static final int POINTS = MediaPipeHands.POINTS;

    /** Of all points. */
    public static final int NUMBERS = MediaPipeHands.NUMBERS;

    private static final int WRIST = 0;
    private static final int INDEX_ROOT = 5;
    private static final int MIDDLE_ROOT = 9;
    private static final int RING_ROOT = 13;
    private static final int LITTLE_ROOT = 17;

    /** Those that move little against one another. */
    private static final int[] STEADY = {0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18};

    private static final double REGION_SHIFT = -0.1;
    private static final double REGION_SCALE = 2.0;

    /** What z of the model's is divided by besides the side of its picture. */
    private static final double Z_SCALE = 0.4;

    private static final double SAME_DISTANCE = 0.2;
    private static final int SAME_POINTS = 10;
    private static final double SAME_OVERLAP = 0.2;

    /**
     * From what a model says of a square crop.
     *
     * @param region that was cropped
     * @param side of the crop, in pixels
     * @param width of the picture
     * @param height of the picture
     * @param points {@link #NUMBERS}, x, y and z in pixels of the crop
     * @param world {@link #NUMBERS} in metres, as if the crop were upright; or null
     */
    public static Hand of(
            Region region,
            int side,
            int width,
            int height,
            double score,
            double rightness,
            float[] points,
            float[] world) {
        float[] landmarks = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i += 3) {
            Point point = region.at((double) points[i] / side, (double) points[i + 1] / side);
            landmarks[i] = (float) (point.x() / width);
            landmarks[i + 1] = (float) (point.y() / height);
            landmarks[i + 2] = (float) (points[i + 2] / side / Z_SCALE * region.width() / width);
        }
        return new Hand(score, rightness, landmarks, world == null ? null : turned(world, region.rotation()));
    }

    /** Where this hand is to be looked for in the next picture, which has the same size. */
    public Region region(int width, int height) {
        List<Point> points = points(width, height);
        double rotation = Region.upright(points.get(WRIST), fingers(points));
        Point middle = Box.around(steady(points)).centre();
        Region frame = new Region(middle.x(), middle.y(), 1, 1, rotation);
        Region back = new Region(0, 0, 1, 1, -rotation);
        Box box = Box.around(steady(points).stream()
                .map(point -> back.beside(point.x() - middle.x(), point.y() - middle.y()))
                .toList());
        Point centre = frame.beside(box.centre().x(), box.centre().y());
        return new Region(centre.x(), centre.y(), box.width(), box.height(), rotation)
                .shifted(REGION_SHIFT)
                .square()
                .scaled(REGION_SCALE);
    }

    /** Whether both are one hand, found twice. */
    public boolean isSame(Hand other, int width, int height) {
        List<Point> these = points(width, height);
        List<Point> those = other.points(width, height);
        double near = SAME_DISTANCE * Math.max(size(these), size(those));
        int matching = 0;
        for (int i = 0; i < POINTS; i++) {
            if (these.get(i).distance(those.get(i)) < near) {
                matching++;
            }
        }
        return matching >= SAME_POINTS && Box.around(these).overlap(Box.around(those)) > SAME_OVERLAP;
    }

    /** In pixels, without z. */
    private List<Point> points(int width, int height) {
        List<Point> points = new ArrayList<>(POINTS);
        for (int i = 0; i < NUMBERS; i += 3) {
            points.add(new Point((double) landmarks[i] * width, (double) landmarks[i + 1] * height));
        }
        return points;
    }

    private static List<Point> steady(List<Point> points) {
        return Arrays.stream(STEADY).mapToObj(points::get).toList();
    }

    /** Between the roots of index and ring finger, and that of the middle finger. */
    private static Point fingers(List<Point> points) {
        return middle(middle(points.get(INDEX_ROOT), points.get(RING_ROOT)), points.get(MIDDLE_ROOT));
    }

    private static Point middle(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }

    /** The longest side of the palm's triangle. */
    private static double size(List<Point> points) {
        Point wrist = points.get(WRIST);
        Point index = points.get(INDEX_ROOT);
        Point little = points.get(LITTLE_ROOT);
        return Math.max(wrist.distance(index), Math.max(index.distance(little), little.distance(wrist)));
    }

    private static float[] turned(float[] world, double rotation) {
        double cos = StrictMath.cos(rotation);
        double sin = StrictMath.sin(rotation);
        float[] turned = world.clone();
        for (int i = 0; i < NUMBERS; i += 3) {
            turned[i] = (float) (cos * world[i] - sin * world[i + 1]);
            turned[i + 1] = (float) (sin * world[i] + cos * world[i + 1]);
        }
        return turned;
    }
}
