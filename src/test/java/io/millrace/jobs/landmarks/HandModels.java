package io.millrace.jobs.landmarks;

import io.millrace.config.Auto;
import io.millrace.engine.item.FaultException;
import io.millrace.media.onnx.InferSettings;
import io.millrace.media.onnx.ModelCards;
import io.millrace.media.onnx.OnnxModel;
import io.millrace.media.onnx.Provider;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Both models and what stands before them, put together as the landmarks job does. */
final class HandModels implements AutoCloseable {

    private final OnnxModel palmModel;
    private final OnnxModel handModel;
    private final PalmDetector detector;
    private final HandLandmarker landmarker;
    private final Letterboxer letterboxer;
    private final HandCropper cropper;
    private final HandLimits limits;

    /**
     * @param palmCard in conf/models
     * @param handCard in conf/models
     */
    HandModels(String palmCard, Path palm, String handCard, Path hand, HandLimits limits, BufferPool pool)
            throws Exception {
        this.limits = limits;
        palmModel = OnnxModel.open(ModelCards.find(palmCard, Path.of("conf")), palm, settings());
        handModel = OnnxModel.open(ModelCards.find(handCard, Path.of("conf")), hand, settings());
        detector = new PalmDetector(palmModel, limits, pool);
        landmarker = new HandLandmarker(handModel, limits, pool);
        letterboxer = new Letterboxer(palmModel.card().alignment(), pool);
        cropper = new HandCropper(handModel.card().input().width(), pool);
    }

    /** Of the models in {@code folder}: 192 and lite 224. */
    static HandModels newer(Path folder, HandLimits limits, BufferPool pool) throws Exception {
        return new HandModels(
                "palm-192",
                folder.resolve("palm_detection_full_192.onnx"),
                "hand-lite-224",
                folder.resolve("hand_landmark_lite_224.onnx"),
                limits,
                pool);
    }

    /** Of the models in {@code folder}: 128 and 224. */
    static HandModels older(Path folder, HandLimits limits, BufferPool pool) throws Exception {
        return new HandModels(
                "palm-128",
                folder.resolve("palm_detection_128.onnx"),
                "hand-224",
                folder.resolve("hand_landmark_224.onnx"),
                limits,
                pool);
    }

    List<Palm> palms(Frame frame) throws FaultException {
        try (FittedFrame fitted = letterboxer.fit(frame)) {
            return detector.find(fitted);
        }
    }

    FrameHands hands(Frame frame, List<Region> regions) throws FaultException {
        try (FrameCrops crops = cropper.crop(frame, regions)) {
            return landmarker.find(crops);
        }
    }

    /** By itself. */
    FrameHands hands(Frame frame) throws FaultException {
        return hands(frame, palms(frame).stream().map(Palm::region).toList());
    }

    HandTracker tracker() {
        return new HandTracker(this::palms, this::hands, limits);
    }

    @Override
    public void close() {
        detector.close();
        landmarker.close();
        palmModel.close();
        handModel.close();
    }

    private static InferSettings settings() {
        return new InferSettings(
                Auto.AUTO, 64, Auto.AUTO, Duration.ofMillis(2), Provider.CPU, 1, 1, Duration.ofSeconds(60));
    }
}
