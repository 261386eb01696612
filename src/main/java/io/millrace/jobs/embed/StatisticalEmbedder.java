package io.millrace.jobs.embed;

import io.millrace.media.resize.ColumnSums;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A vector of {@value #DIMENSIONS} numbers that says what a picture looks like, without a model: where it is light and
 * dark and in which colours, which way its edges run, and its coarse shapes. Length 1; the cosine of two vectors tells
 * how alike two pictures are. {@code src/docs/statistical.md} lists every number.
 *
 * <p>The same bytes give the same bits on every machine: integers, and {@code double} sums in one fixed order, which
 * Java computes alike everywhere since 17; cosines come from {@link StrictMath}. One thread's; what it works in is kept
 * from picture to picture.
 */
final class StatisticalEmbedder {

    /** Of a vector. */
    public static final int DIMENSIONS = 512;

    /** Raised when any number of it changes. */
    public static final String VERSION = "statistical 1";

    /** Sides of the picture that everything is computed of, in cells that are means of pixels. */
    public static final int SIDE = 64;

    private static final int LAYOUT_SIDE = 6;
    private static final int LAYOUT = 3 * LAYOUT_SIDE * LAYOUT_SIDE;
    private static final int HUES = 8;
    private static final int LEVELS = 3;
    private static final int HISTOGRAM = HUES * LEVELS * LEVELS;
    private static final int BLOCKS = 4;
    private static final int DIRECTIONS = 8;
    private static final int EDGES = BLOCKS * BLOCKS * DIRECTIONS;
    private static final int WAVES = 192;
    private static final int WAVE_SIDE = 20;

    private static final int LAYOUT_AT = 0;
    private static final int HISTOGRAM_AT = LAYOUT_AT + LAYOUT;
    private static final int EDGES_AT = HISTOGRAM_AT + HISTOGRAM;
    private static final int WAVES_AT = EDGES_AT + EDGES;
    private static final int MOMENTS_AT = WAVES_AT + WAVES;

    /** How much each group counts in a cosine: its share of the squared length. */
    private static final double[] WEIGHTS = {0.25, 0.2, 0.25, 0.25, 0.05};

    private static final double[] BORDER_COSINES = borders(0);
    private static final double[] BORDER_SINES = borders(Math.PI / 2);

    private final double[] red = new double[SIDE * SIDE];
    private final double[] green = new double[SIDE * SIDE];
    private final double[] blue = new double[SIDE * SIDE];
    private final double[] light = new double[SIDE * SIDE];
    private final double[] vector = new double[DIMENSIONS];
    private final double[][] cosines = cosines();
    private final ColumnSums sums = new ColumnSums();
    private final double[] halfWay = new double[WAVE_SIDE * SIDE];

    /**
     * Of a picture in 8-bit RGB.
     *
     * @param rgb read from place 0, rows packed; its position does not matter
     * @return {@value #DIMENSIONS} numbers, owned by the caller
     */
    public float[] of(ByteBuffer rgb, int height, int width) {
        if (height < 1 || width < 1 || rgb.capacity() < 3L * height * width) {
            throw new IllegalArgumentException(
                    "no picture of " + width + "x" + height + " in " + rgb.capacity() + " bytes");
        }
        shrink(rgb, height, width);
        Arrays.fill(vector, 0);
        layout();
        histogram();
        edges();
        waves();
        moments();
        return result();
    }

    /** Each cell is the mean of the pixels it covers, at least one. */
    private void shrink(ByteBuffer rgb, int height, int width) {
        int[] lefts = cuts(width, SIDE);
        int[] tops = cuts(height, SIDE);
        sums.width(3 * width);
        for (int y = 0; y < SIDE; y++) {
            int bottom = Math.max(tops[y] + 1, tops[y + 1]);
            int[] columns = sums.of(rgb, tops[y], bottom);
            for (int x = 0; x < SIDE; x++) {
                int right = Math.max(lefts[x] + 1, lefts[x + 1]);
                cell(columns, lefts[x], right, bottom - tops[y], y * SIDE + x);
            }
        }
    }

    private void cell(int[] columns, int left, int right, int rows, int cell) {
        long r = 0;
        long g = 0;
        long b = 0;
        for (int i = 3 * left; i < 3 * right; i += 3) {
            r += columns[i];
            g += columns[i + 1];
            b += columns[i + 2];
        }
        double pixels = (double) rows * (right - left);
        red[cell] = r / pixels;
        green[cell] = g / pixels;
        blue[cell] = b / pixels;
        light[cell] = 0.299 * red[cell] + 0.587 * green[cell] + 0.114 * blue[cell];
    }

    private static int[] cuts(int pixels, int parts) {
        return IntStream.rangeClosed(0, parts)
                .map(i -> (int) ((long) i * pixels / parts))
                .toArray();
    }

    /** Mean light, blue against light and red against light of each of 6 x 6 fields; light from the picture's mean. */
    private void layout() {
        double mean = mean(light);
        int[] from = cuts(SIDE, LAYOUT_SIDE);
        int at = LAYOUT_AT;
        for (int y = 0; y < LAYOUT_SIDE; y++) {
            for (int x = 0; x < LAYOUT_SIDE; x++) {
                field(from[y], from[y + 1], from[x], from[x + 1], mean, at);
                at += 3;
            }
        }
    }

    private void field(int top, int bottom, int left, int right, double mean, int at) {
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int cell = y * SIDE + x;
                vector[at] += light[cell] - mean;
                vector[at + 1] += blue[cell] - light[cell];
                vector[at + 2] += red[cell] - light[cell];
            }
        }
        int cells = (bottom - top) * (right - left);
        for (int i = 0; i < 3; i++) {
            vector[at + i] /= cells;
        }
    }

    /** Hue by 8, saturation by 3, value by 3; each cell is shared out between neighbouring bins. */
    private void histogram() {
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            double most = Math.max(red[cell], Math.max(green[cell], blue[cell]));
            double least = Math.min(red[cell], Math.min(green[cell], blue[cell]));
            double span = most - least;
            double saturation = most == 0 ? 0 : span / most;
            share(hue(cell, most, span) * HUES / 6, saturation * (LEVELS - 1), most / 255 * (LEVELS - 1));
        }
    }

    /** From 0 for red over 2 for green and 4 for blue to 6; 0 for grey. */
    private double hue(int cell, double most, double span) {
        if (span == 0) {
            return 0;
        }
        if (most == red[cell]) {
            double hue = (green[cell] - blue[cell]) / span;
            return hue < 0 ? hue + 6 : hue;
        }
        return most == green[cell] ? 2 + (blue[cell] - red[cell]) / span : 4 + (red[cell] - green[cell]) / span;
    }

    private void share(double hue, double saturation, double value) {
        int h = (int) hue;
        int s = Math.min(LEVELS - 2, (int) saturation);
        int v = Math.min(LEVELS - 2, (int) value);
        for (int i = 0; i < 8; i++) {
            int hueBin = (h + (i & 1)) % HUES;
            double part = ((i & 1) == 0 ? 1 - (hue - h) : hue - h)
                    * ((i & 2) == 0 ? 1 - (saturation - s) : saturation - s)
                    * ((i & 4) == 0 ? 1 - (value - v) : value - v);
            vector[HISTOGRAM_AT + (hueBin * LEVELS + s + ((i >> 1) & 1)) * LEVELS + v + (i >> 2)] += part;
        }
    }

    /** How strong edges of 8 directions are in each of 4 x 4 blocks; a direction and its opposite are one. */
    private void edges() {
        for (int y = 1; y < SIDE - 1; y++) {
            for (int x = 1; x < SIDE - 1; x++) {
                int cell = y * SIDE + x;
                double across = light[cell + 1] - light[cell - 1];
                double down = light[cell + SIDE] - light[cell - SIDE];
                int block = (y * BLOCKS / SIDE) * BLOCKS + (x * BLOCKS / SIDE);
                vector[EDGES_AT + block * DIRECTIONS + direction(across, down)] +=
                        Math.sqrt(across * across + down * down);
            }
        }
    }

    /** Of the 8 sectors of a half turn the one it points into, counted from the right downwards. */
    private int direction(double across, double down) {
        boolean opposite = down < 0 || (down == 0 && across < 0);
        double a = opposite ? -across : across;
        double d = opposite ? -down : down;
        int sector = 0;
        // The border at angle t lies below the point as long as d cos t > a sin t.
        while (sector < DIRECTIONS - 1 && d * BORDER_COSINES[sector] >= a * BORDER_SINES[sector]) {
            sector++;
        }
        return sector;
    }

    private static double[] borders(double phase) {
        double[] borders = new double[DIRECTIONS - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = StrictMath.cos((i + 1) * Math.PI / DIRECTIONS - phase);
        }
        return borders;
    }

    /** The lowest waves of the discrete cosine transform of light, diagonal by diagonal, without the mean. */
    private void waves() {
        for (int u = 0; u < WAVE_SIDE; u++) {
            for (int y = 0; y < SIDE; y++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += light[y * SIDE + x] * cosines[u][x];
                }
                halfWay[u * SIDE + y] = sum;
            }
        }
        int taken = 0;
        for (int diagonal = 1; taken < WAVES; diagonal++) {
            for (int v = 0; v <= diagonal && taken < WAVES; v++) {
                vector[WAVES_AT + taken++] = wave(diagonal - v, v) / (1 + diagonal);
            }
        }
    }

    private double wave(int u, int v) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
            sum += halfWay[u * SIDE + y] * cosines[v][y];
        }
        return sum;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[WAVE_SIDE][SIDE];
        for (int u = 0; u < WAVE_SIDE; u++) {
            for (int x = 0; x < SIDE; x++) {
                double norm = Math.sqrt((u == 0 ? 1.0 : 2.0) / SIDE);
                cosines[u][x] = norm * StrictMath.cos((2 * x + 1) * u * Math.PI / (2 * SIDE));
            }
        }
        return cosines;
    }

    /** Mean from the middle grey, spread, and the roots of third and fourth moment, of red, green and blue. */
    private void moments() {
        int at = MOMENTS_AT;
        for (double[] channel : new double[][] {red, green, blue}) {
            double mean = mean(channel);
            double second = 0;
            double third = 0;
            double fourth = 0;
            for (double value : channel) {
                double off = value - mean;
                second += off * off;
                third += off * off * off;
                fourth += off * off * off * off;
            }
            int cells = channel.length;
            vector[at++] = mean - 128;
            vector[at++] = Math.sqrt(second / cells);
            vector[at++] = StrictMath.cbrt(third / cells);
            vector[at++] = Math.sqrt(Math.sqrt(fourth / cells));
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Each group gets its share of the length; one that is all zero leaves its share to the others. */
    private float[] result() {
        int[] ends = {HISTOGRAM_AT, EDGES_AT, WAVES_AT, MOMENTS_AT, DIMENSIONS};
        double all = 0;
        double[] factors = new double[ends.length];
        for (int group = 0, at = 0; group < ends.length; at = ends[group++]) {
            double squares = 0;
            for (int i = at; i < ends[group]; i++) {
                squares += vector[i] * vector[i];
            }
            factors[group] = squares == 0 ? 0 : Math.sqrt(WEIGHTS[group] / squares);
            all += squares == 0 ? 0 : WEIGHTS[group];
        }
        float[] result = new float[DIMENSIONS];
        for (int group = 0, i = 0; i < DIMENSIONS; i++) {
            group += i == ends[group] ? 1 : 0;
            result[i] = (float) (vector[i] * factors[group] / Math.sqrt(all));
        }
        return result;
    }
}
