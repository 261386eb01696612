package io.millrace.jobs.landmarks;

import io.millrace.media.onnx.MediaPipeHands;
import java.util.ArrayList;
import java.util.List;

/**
 * The places of a square picture that a detector speaks of, in its order: for each grid its cells row by row, each as
 * often as there are anchors to it. All are centres of cells and of size 1, as MediaPipe's SsdAnchorsCalculator makes
 * them with {@code fixed_anchor_size} and one aspect ratio.
 */
final class Anchors {

    private static final double MOST_LOGIT = 100;

    private final int side;
    private final List<Point> centres = new ArrayList<>();

    private Anchors(int side) {
        this.side = side;
    }

    /** Of the palm detectors: 2016 with a side of 192 pixels, 896 with 128. */
    public static Anchors ofPalms(int side) {
        return of(side, MediaPipeHands.palmStrides());
    }

    /**
     * @param side of the picture in pixels
     * @param strides pixels to a cell, for each layer of the model; equal ones that follow one another share a grid
     */
    static Anchors of(int side, int... strides) {
        Anchors anchors = new Anchors(side);
        for (int layer = 0; layer < strides.length; ) {
            int stride = strides[layer];
            int each = 0;
            for (; layer < strides.length && strides[layer] == stride; layer++) {
                each += MediaPipeHands.ANCHORS_A_LAYER;
            }
            anchors.addGrid((side + stride - 1) / stride, each);
        }
        return anchors;
    }

    public int count() {
        return centres.size();
    }

    Point centre(int index) {
        return centres.get(index);
    }

    /**
     * What a detector has found, in fractions of its picture, in the order of the anchors.
     *
     * @param boxes {@link MediaPipeHands#PALM_NUMBERS} for each anchor
     * @param logits one for each anchor
     * @param picture which of a batch
     * @param leastScore what is kept
     */
    public List<Palm> palms(float[] boxes, float[] logits, int picture, double leastScore) {
        List<Palm> palms = new ArrayList<>();
        for (int anchor = 0; anchor < count(); anchor++) {
            int at = picture * count() + anchor;
            double score = sigmoid(logits[at]);
            if (score >= leastScore) {
                palms.add(palm(score, centres.get(anchor), boxes, at * MediaPipeHands.PALM_NUMBERS));
            }
        }
        return palms;
    }

    private Palm palm(double score, Point anchor, float[] boxes, int from) {
        Point centre = place(anchor, boxes, from);
        double width = (double) boxes[from + 2] / side;
        double height = (double) boxes[from + 3] / side;
        List<Point> points = new ArrayList<>(Palm.POINTS);
        for (int point = 0; point < Palm.POINTS; point++) {
            points.add(place(anchor, boxes, from + 4 + 2 * point));
        }
        return new Palm(score, new Box(centre.x() - width / 2, centre.y() - height / 2, width, height), points);
    }

    private Point place(Point anchor, float[] boxes, int from) {
        return new Point(anchor.x() + (double) boxes[from] / side, anchor.y() + (double) boxes[from + 1] / side);
    }

    private static double sigmoid(float logit) {
        double clipped = Math.max(-MOST_LOGIT, Math.min(MOST_LOGIT, logit));
        return 1 / (1 + StrictMath.exp(-clipped));
    }

    private void addGrid(int cells, int each) {
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                Point centre = new Point((column + 0.5) / cells, (row + 0.5) / cells);
                for (int i = 0; i < each; i++) {
                    centres.add(centre);
                }
            }
        }
    }
}
