package io.millrace.media.onnx;

/**
 * What MediaPipe's palm detectors and hand landmark models give, in numbers. The strides and the two anchors of a layer
 * are those of its {@code palm_detection_full} graph (SsdAnchorsCalculator).
 */
public final class MediaPipeHands {

    /** Of a hand; each has x, y and z. */
    public static final int POINTS = 21;

    /** Of all points of a hand. */
    public static final int NUMBERS = 3 * POINTS;

    /** Of a palm; each has x and y. */
    public static final int PALM_POINTS = 7;

    /** Of a palm, for each anchor: its box and its points. */
    public static final int PALM_NUMBERS = 4 + 2 * PALM_POINTS;

    /** The side of a palm detector's picture is a multiple of it. */
    public static final int COARSEST = 16;

    /** Anchors in each cell of a layer's grid. */
    public static final int ANCHORS_A_LAYER = 2;

    private static final int[] PALM_STRIDES = {8, COARSEST, COARSEST, COARSEST};

    private MediaPipeHands() {}

    /** Pixels to a cell, for each layer of a palm detector. */
    public static int[] palmStrides() {
        return PALM_STRIDES.clone();
    }

    /**
     * How many anchors a palm detector has: 2016 with a side of 192 pixels, 896 with 128.
     *
     * @param side of its picture in pixels
     */
    static int palmAnchors(int side) {
        int anchors = 0;
        for (int stride : PALM_STRIDES) {
            int cells = (side + stride - 1) / stride;
            anchors += ANCHORS_A_LAYER * cells * cells;
        }
        return anchors;
    }
}
