package io.millrace.jobs.landmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.RgbFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How far a pair of models is from what MediaPipe itself said of the fixtures' pictures. */
final class HandTruth {

    /** Between a frame's hand and the true one. */
    record FrameError(int frame, double meanPixels, double mostPixels, double mostMetres) {

        /** Of a frame in which no hand was found. */
        static FrameError none(int frame) {
            return new FrameError(frame, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN);
        }

        boolean isFound() {
            return Double.isFinite(mostPixels);
        }
    }

    /** Over a video. */
    record VideoError(List<FrameError> frames) {

        static final double NEAR = 26;

        /** Of the frames with a hand. */
        double meanPixels() {
            return frames.stream()
                    .filter(FrameError::isFound)
                    .mapToDouble(FrameError::meanPixels)
                    .average()
                    .orElse(Double.NaN);
        }

        double nearShare() {
            return frames.stream().filter(frame -> frame.mostPixels() <= NEAR).count() / (double) frames.size();
        }

        long found() {
            return frames.stream().filter(FrameError::isFound).count();
        }

        double mostMetres() {
            return frames.stream()
                    .mapToDouble(FrameError::mostMetres)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(Double.NaN);
        }
    }

    /** Opens a pair of models. */
    @FunctionalInterface
    interface Pair {
        HandModels open(Path folder, HandLimits limits, BufferPool pool) throws Exception;
    }

    static final HandLimits ONE = new HandLimits(0.5, 0.3, 0.5, 0.5, 1);

    private final Path fixtures;
    private final Pair pair;
    private final BufferPool pool;

    HandTruth(Path fixtures, Pair pair, BufferPool pool) {
        this.fixtures = fixtures;
        this.pair = pair;
        this.pool = pool;
    }

    /** The largest error of any coordinate of two_left_hands, in pixels. */
    double twoLeftHands() throws Exception {
        JsonNode truth = image("two_left_hands");
        double[] most = {0};
        try (HandModels models = open(HandLimits.DEFAULT)) {
            look(truth, frame -> {
                FrameHands found = models.hands(frame);
                for (JsonNode hand : truth.get("hands")) {
                    double nearest = Double.POSITIVE_INFINITY;
                    for (Hand each : found.hands()) {
                        nearest = Math.min(
                                nearest,
                                error(0, each, hand.get("landmarks"), frame, null)
                                        .mostPixels());
                    }
                    most[0] = Math.max(most[0], nearest);
                }
            });
        }
        return most[0];
    }

    /** How sure the model is that each hand of a picture is a right one, best palm first. */
    List<Double> rightness(String id) throws Exception {
        List<Double> rightness = new ArrayList<>();
        try (HandModels models = open(HandLimits.DEFAULT)) {
            look(image(id), frame -> models.hands(frame).hands().forEach(hand -> rightness.add(hand.rightness())));
        }
        return rightness;
    }

    /** The largest error of any coordinate of left_up_fixed_roi, as a fraction of the picture. */
    double fixedRegion() throws Exception {
        JsonNode truth = image("left_up_fixed_roi");
        double[] most = {Double.POSITIVE_INFINITY};
        try (HandModels models = open(HandLimits.DEFAULT)) {
            look(truth, frame -> {
                Region region = region(truth.get("roi"), frame, 1);
                Hand hand = models.hands(frame, List.of(region)).hands().get(0);
                most[0] = farthest(hand, truth.get("hands").get(0).get("landmarks"), 1, 1);
            });
        }
        return most[0];
    }

    /** The largest error of any number of any box of two_left_hands_palms, as a fraction of the picture. */
    double palmBoxes() throws Exception {
        JsonNode truth = image("two_left_hands_palms");
        double[] most = {0};
        try (HandModels models = open(HandLimits.DEFAULT)) {
            look(truth, frame -> {
                List<Palm> palms = models.palms(frame);
                for (JsonNode box : truth.get("palms")) {
                    double nearest = Double.POSITIVE_INFINITY;
                    for (Palm palm : palms) {
                        nearest = Math.min(nearest, error(palm.box(), box, frame));
                    }
                    most[0] = Math.max(most[0], nearest);
                }
            });
        }
        return most[0];
    }

    /** Every frame of the sign language video. */
    VideoError video(boolean tracking) throws Exception {
        JsonNode truth = read("golden_video_asl_part1.json");
        List<FrameError> errors = new ArrayList<>();
        try (HandModels models = open(ONE)) {
            HandTracker tracker = models.tracker();
            Path file = fixtures.resolve("hands").resolve(truth.get("video").asText());
            RgbFrames.ofVideo(file, truth.get("frame_count").asInt(), pool, frame -> {
                FrameHands found = tracking ? tracker.next(frame) : models.hands(frame);
                int index = frame.index();
                errors.add(
                        found.hands().isEmpty()
                                ? FrameError.none(index)
                                : error(
                                        index,
                                        found.hands().get(0),
                                        truth.get("frames").get(index),
                                        frame,
                                        truth.get("world_frames_metres").get(index)));
            });
        }
        return new VideoError(errors);
    }

    /** How many hands there are in a picture of {@code hands/}. */
    FrameHands hands(Path file) throws Exception {
        FrameHands[] found = {null};
        try (HandModels models = open(HandLimits.DEFAULT)) {
            RgbFrames.ofImage(file, pool, frame -> found[0] = models.hands(frame));
        }
        return found[0];
    }

    /** @param aspect width to height of what is to become of it; 0 to leave the region as it is */
    static Region region(JsonNode roi, Frame frame, double aspect) {
        Region region = new Region(
                roi.get("x_center").asDouble() * frame.width(),
                roi.get("y_center").asDouble() * frame.height(),
                roi.get("width").asDouble() * frame.width(),
                roi.get("height").asDouble() * frame.height(),
                roi.get("rotation_radians").asDouble());
        return aspect == 0 ? region : region.withAspect(aspect);
    }

    JsonNode read(String name) throws IOException {
        return new ObjectMapper()
                .readTree(fixtures.resolve("hands").resolve(name).toFile());
    }

    private JsonNode image(String id) throws IOException {
        for (JsonNode truth : read("golden_images.json").get("cases")) {
            if (truth.get("id").asText().equals(id)) {
                return truth;
            }
        }
        throw new AssertionError("golden_images.json has no " + id);
    }

    private void look(JsonNode truth, RgbFrames.Look look) throws Exception {
        RgbFrames.ofImage(fixtures.resolve("hands").resolve(truth.get("image").asText()), pool, look);
    }

    private HandModels open(HandLimits limits) throws Exception {
        return pair.open(fixtures.resolve("models"), limits, pool);
    }

    private static double error(Box box, JsonNode truth, Frame frame) {
        return Math.max(
                Math.max(
                        Math.abs(box.x() / frame.width() - truth.get("xmin").asDouble()),
                        Math.abs(box.y() / frame.height() - truth.get("ymin").asDouble())),
                Math.max(
                        Math.abs(
                                box.width() / frame.width() - truth.get("width").asDouble()),
                        Math.abs(box.height() / frame.height()
                                - truth.get("height").asDouble())));
    }

    private static FrameError error(int index, Hand hand, JsonNode truth, Frame frame, JsonNode world) {
        double sum = 0;
        for (int i = 0; i < Hand.POINTS; i++) {
            sum += Math.abs(hand.landmarks()[3 * i] - truth.get(i).get(0).asDouble()) * frame.width();
            sum += Math.abs(hand.landmarks()[3 * i + 1] - truth.get(i).get(1).asDouble()) * frame.height();
        }
        double metres = world == null || hand.world() == null ? Double.NaN : farthestMetres(hand, world);
        return new FrameError(
                index, sum / (2 * Hand.POINTS), farthest(hand, truth, frame.width(), frame.height()), metres);
    }

    private static double farthest(Hand hand, JsonNode truth, double width, double height) {
        double most = 0;
        for (int i = 0; i < Hand.POINTS; i++) {
            most = Math.max(
                    most, Math.abs(hand.landmarks()[3 * i] - truth.get(i).get(0).asDouble()) * width);
            most = Math.max(
                    most,
                    Math.abs(hand.landmarks()[3 * i + 1] - truth.get(i).get(1).asDouble()) * height);
        }
        return most;
    }

    private static double farthestMetres(Hand hand, JsonNode world) {
        double most = 0;
        for (int i = 0; i < Hand.NUMBERS; i++) {
            most = Math.max(
                    most, Math.abs(hand.world()[i] - world.get(i / 3).get(i % 3).asDouble()));
        }
        return most;
    }
}
