package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Frame;
import io.millrace.media.video.FrameDecoder;
import io.millrace.media.video.FrameMapping;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A video to the hands of its frames, each looked for where it was in the frame before: decoder, both models and what
 * lies between them in one worker. What is remembered of a video is forgotten with it.
 */
final class HandFollower implements Step<Footage, FrameHands> {

    private final Letterboxer letterboxer;
    private final PalmDetector detector;
    private final HandCropper cropper;
    private final HandLandmarker landmarker;
    private final FollowTimes times;
    private final FrameDecoder<FrameHands> decoder;

    /**
     * All but {@code times} are this step's.
     *
     * @param decoder makes one that maps frames so
     */
    HandFollower(
            Letterboxer letterboxer,
            PalmDetector detector,
            HandCropper cropper,
            HandLandmarker landmarker,
            HandLimits limits,
            FollowTimes times,
            Function<Supplier<FrameMapping<FrameHands>>, FrameDecoder<FrameHands>> decoder) {
        this.letterboxer = letterboxer;
        this.detector = detector;
        this.cropper = cropper;
        this.landmarker = landmarker;
        this.times = times;
        this.decoder = decoder.apply(() -> new HandTracker(this::palms, this::hands, limits)::next);
    }

    @Override
    public void apply(List<Part<Footage>> batch, Output<FrameHands> out) throws FaultException, InterruptedException {
        decoder.apply(batch, out);
    }

    @Override
    public void close() {
        try (landmarker;
                detector;
                decoder) {
            letterboxer.close();
        }
    }

    private List<Palm> palms(Frame frame) throws FaultException {
        long startNs = System.nanoTime();
        try (FittedFrame fitted = letterboxer.fit(frame)) {
            return detector.find(fitted);
        } finally {
            times.palm.add(System.nanoTime() - startNs);
        }
    }

    private FrameHands hands(Frame frame, List<Region> regions) throws FaultException {
        long startNs = System.nanoTime();
        try (FrameCrops crops = cropper.crop(frame, regions)) {
            return landmarker.find(crops);
        } finally {
            times.hand.add(System.nanoTime() - startNs);
        }
    }
}
