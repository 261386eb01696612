package io.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** How far an output is from what MediaPipe itself said of a sign language video with one hand. */
final class Asl {

    private static final int WIDTH = 620;
    private static final int HEIGHT = 1080;
    private static final int NUMBERS = 63;
    private static final double NEAR = 26;

    private Asl() {}

    /**
     * The mean over the frames with a hand, in pixels, and the per cent of all frames of which no coordinate is further
     * off than 26.
     */
    static double[] error(Path golden, Npz npz) throws IOException {
        JsonNode frames = new ObjectMapper().readTree(golden.toFile()).get("frames");
        float[] landmarks = npz.floats("landmarks");
        byte[] mask = npz.bytes("mask");
        double sum = 0;
        int found = 0;
        int near = 0;
        for (int frame = 0; frame < frames.size(); frame++) {
            double[] best = {Double.NaN, Double.POSITIVE_INFINITY};
            for (int slot = 0; slot < 2; slot++) {
                if (mask[2 * frame + slot] == 1) {
                    double[] error = error(frames.get(frame), landmarks, (2 * frame + slot) * NUMBERS);
                    best = error[1] < best[1] ? error : best;
                }
            }
            if (best[1] < Double.POSITIVE_INFINITY) {
                sum += best[0];
                found++;
                near += best[1] <= NEAR ? 1 : 0;
            }
        }
        return new double[] {sum / found, 100.0 * near / frames.size()};
    }

    /** Mean and largest error of a hand's coordinates. */
    private static double[] error(JsonNode frame, float[] landmarks, int at) {
        double sum = 0;
        double most = 0;
        for (int point = 0; point < NUMBERS / 3; point++) {
            JsonNode truth = point(frame, point);
            double x = (landmarks[at + 3 * point] - truth.get(0).asDouble()) * WIDTH;
            double y = (landmarks[at + 3 * point + 1] - truth.get(1).asDouble()) * HEIGHT;
            sum += Math.abs(x) + Math.abs(y);
            most = Math.max(most, Math.max(Math.abs(x), Math.abs(y)));
        }
        return new double[] {sum / (2.0 * NUMBERS / 3), most};
    }

    private static JsonNode point(JsonNode frame, int point) {
        return frame.get(point);
    }
}
