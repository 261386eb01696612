package io.millrace.jobs.landmarks;

import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.PixelLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the hand models with our arithmetic are from what MediaPipe itself said of the fixtures' pictures, picture by
 * picture.
 */
final class HandFigures {

    private static final BufferPool POOL = new BufferPool(64 << 20);

    private static final int ROUNDS = 300;

    private HandFigures() {}

    public static void main(String[] args) throws Exception {
        Path fixtures = Path.of(args.length > 0 ? args[0] : "../shared/fixtures").toAbsolutePath().normalize();
        Map<String, HandTruth.Pair> pairs = new TreeMap<>(
                Map.of("palm-192 + hand-lite-224", HandModels::newer, "palm-128 + hand-224", HandModels::older));
        cost();
        for (Map.Entry<String, HandTruth.Pair> pair : pairs.entrySet()) {
            say("\n%s", pair.getKey());
            figures(fixtures, new HandTruth(fixtures, pair.getValue(), POOL));
        }
    }

    /** Of cutting a turned region of a full HD frame, on one thread. */
    private static void cost() throws Exception {
        try (Frame frame = new Frame(0, 0, new Picture(PixelLayout.RGB24, 1920, 1080, POOL.lease(3 * 1920 * 1080)))) {
            HandCropper cropper = new HandCropper(224, POOL);
            List<Region> region = List.of(new Region(900, 500, 480, 480, 0.7));
            long best = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long began = System.nanoTime();
                cropper.crop(frame, region).close();
                best = Math.min(best, System.nanoTime() - began);
            }
            say("cutting a region of 480 x 480 to 224 x 224: %.2f ms at best of %d", best / 1e6, ROUNDS);
        }
    }

    private static void figures(Path fixtures, HandTruth truth) throws Exception {
        say("two_left_hands, largest error of a coordinate: %.1f px", truth.twoLeftHands());
        say("two_left_hands, rightness of each hand: %s", numbers(truth.rightness("two_left_hands")));
        say("thumbs_handedness, rightness of each hand: %s", numbers(truth.rightness("thumbs_handedness")));
        say("left_up_fixed_roi, largest error of a coordinate: %.4f", truth.fixedRegion());
        say("two_left_hands_palms, largest error of a number: %.4f", truth.palmBoxes());
        for (boolean tracking : new boolean[] {false, true}) {
            video(tracking ? "tracking" : "static", truth.video(tracking));
        }
        pictures(fixtures, truth);
    }

    private static void video(String mode, HandTruth.VideoError error) {
        say(
                "asl_part1, %s: mean error %.2f px, %.1f %% of frames within %.0f px, a hand in %d of %d, metres %.4f at most",
                mode,
                error.meanPixels(),
                100 * error.nearShare(),
                HandTruth.VideoError.NEAR,
                error.found(),
                error.frames().size(),
                error.mostMetres());
        say("  frame: mean error, largest error in px");
        for (HandTruth.FrameError frame : error.frames()) {
            say("  %3d: %5.1f %5.1f", frame.frame(), frame.meanPixels(), frame.mostPixels());
        }
    }

    private static void pictures(Path fixtures, HandTruth truth) throws Exception {
        Path hands = fixtures.resolve("hands");
        try (Stream<Path> files = Files.walk(hands)) {
            List<Path> pictures = files.filter(file -> file.toString().endsWith(".jpg"))
                    .filter(file -> !file.startsWith(hands.resolve("roi")))
                    .sorted()
                    .toList();
            for (Path picture : pictures) {
                FrameHands found = truth.hands(picture);
                say("%s: %s", hands.relativize(picture), said(found));
            }
        }
    }

    private static String said(FrameHands found) {
        return found.hands().isEmpty()
                ? found.absence().key()
                : found.hands().stream().map(HandFigures::said).collect(Collectors.joining(", "));
    }

    private static String said(Hand hand) {
        return String.format(Locale.ROOT, "hand %.3f right %.3f", hand.score(), hand.rightness());
    }

    private static String numbers(List<Double> numbers) {
        return numbers.stream()
                .map(number -> String.format(Locale.ROOT, "%.3f", number))
                .collect(Collectors.joining(", "));
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
