package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.Fixtures;
import io.millrace.engine.item.FaultException;
import io.millrace.jobs.landmarks.Absence;
import io.millrace.jobs.landmarks.FittedFrame;
import io.millrace.jobs.landmarks.FrameCrops;
import io.millrace.jobs.landmarks.FrameHands;
import io.millrace.jobs.landmarks.HandLandmarker;
import io.millrace.jobs.landmarks.HandLimits;
import io.millrace.jobs.landmarks.PalmDetector;
import io.millrace.media.pixel.BufferPool;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which palm and hand models are taken, and what is made of their answers. */
@Timeout(120)
class HandModelsTest {

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("m.onnx");
    }

    @AfterEach
    void allLeasesAreHome() {
        assertThat(pool.leases()).isZero();
    }

    @Test
    void shouldNameShapesWhenThePalmDetectorIsAnother() throws Exception {
        TinyHands.palms(file, "n");
        ModelCard wider = ModelCards.find("palm-192", Path.of("conf"));
        refused(wider)
                .hasMessageStartingWith(file + " takes 'x' float [n, 3, 16, 16], but the card palm-192 expects floats"
                        + " [n, 3, 192, 192] (nchw)");
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 16, 16)
                .node("Flatten", List.of("x"), "y")
                .output("y", TinyOnnx.FLOAT, "n", 768)
                .write(file);
        refused(TinyHands.palmCard())
                .hasMessage(
                        file + " gives 'y' float [n, 768], but the card tiny expects floats: boxes [n, 14, 18], scores"
                                + " [n, 14, 1]; use the card of this model");
    }

    /** The outputs stand in the file the other way round: their shapes tell. */
    @Test
    void shouldKnowBoxesAndScoresByTheirShapes() throws Exception {
        TinyHands.palms(file, 1);
        try (OnnxModel model = OnnxModel.open(TinyHands.palmCard(), file, TinyModels.settings(4));
                PalmDetector detector = new PalmDetector(model, HandLimits.DEFAULT, pool);
                FittedFrame frame = TinyHands.fitted(pool, 1, 16)) {
            assertThat(model.batch()).isEqualTo(1);
            assertThat(detector.find(frame)).hasSizeBetween(1, 2);
        }
    }

    @Test
    void shouldRefuseAHandModelWithoutPresence() throws Exception {
        TinyHands.hands(file, "n", "points", "handedness", "metres");
        refused(TinyHands.handCard())
                .hasMessage(
                        file + " gives 'points' float [n, 63], 'handedness' float [n, 1], 'metres' float [n, 63], but"
                                + " the card tiny expects floats: landmarks [n, 63], presence [n, 1], handedness [n, 1], world"
                                + " [n, 63] if it has them; use the card of this model");
    }

    @Test
    void shouldAskWhichOneWhenMoreOutputsFitThanThereAre() throws Exception {
        TinyHands.hands(file, "n", "points", "presence", "handedness", "rawPresence", "metres");
        refused(TinyHands.handCard()).hasMessageContaining("any of which could be");
    }

    @Test
    void shouldGoByTheNamesOfTheCard() throws Exception {
        TinyHands.hands(file, "n", "metres", "handedness", "points", "presence");
        refused(TinyHands.handCard())
                .hasMessage(file + " gives larger numbers as 'points', which should be metres, than as 'metres', which"
                        + " should be pixels; say which output is which with output.names in the card tiny");
        try (OnnxModel model =
                OnnxModel.open(TinyHands.handCard("2", "presence", "1", "metres"), file, TinyModels.settings(2))) {
            check(model);
        }
        refused(TinyHands.handCard("points", "presence"))
                .hasMessageContaining("the card tiny names 2 outputs, but a model of kind = hand gives landmarks");
        refused(TinyHands.handCard("presence", "presence", "handedness"))
                .hasMessageContaining("'presence' float [n, 1] there, but the card tiny names it as landmarks [n, 63]");
        refused(TinyHands.handCard("points", "presence", "nothing")).hasMessageContaining("has no output nothing");
    }

    @Test
    void shouldDoWithoutMetres() throws Exception {
        TinyHands.hands(file, "n", "points", "presence", "handedness");
        try (OnnxModel model = OnnxModel.open(TinyHands.handCard(), file, TinyModels.settings(1));
                HandLandmarker landmarker = new HandLandmarker(model, HandLimits.DEFAULT, pool);
                FrameCrops crops = TinyHands.crops(pool, 1, 1, 8)) {
            assertThat(model.notices())
                    .containsExactly("the model " + file + " gives no points in metres: there are none in the results");
            assertThat(landmarker.find(crops).hands().get(0).world()).isNull();
        }
    }

    @Test
    void shouldReadEachCropsAnswers() throws Exception {
        TinyHands.hands(file, "n");
        for (int batch : new int[] {1, 2, 3}) {
            try (OnnxModel model = OnnxModel.open(TinyHands.handCard(), file, TinyModels.settings(batch))) {
                assertThat(model.batch()).isEqualTo(batch);
                check(model);
            }
        }
    }

    @Test
    void shouldLeaveOutWhatIsNoHand() throws Exception {
        TinyHands.hands(file, "n");
        try (OnnxModel model = OnnxModel.open(TinyHands.handCard(), file, TinyModels.settings(2));
                HandLandmarker landmarker = new HandLandmarker(model, HandLimits.DEFAULT, pool);
                FrameCrops crops = TinyHands.crops(pool, 1, 1, 8)) {
            crops.pixels().data().buffer().put(3 * 63, (byte) 127);
            FrameHands found = landmarker.find(crops);
            assertThat(found.hands()).isEmpty();
            assertThat(found.absence()).isEqualTo(Absence.LOW_PRESENCE);
            crops.pixels().data().buffer().put(3 * 63, (byte) 128);
            assertThat(landmarker.find(crops).hands()).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAnswersThatAreNoNumbers() throws Exception {
        new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, "n", 3, 8, 8)
                .node("Flatten", List.of("x"), "flat")
                .node("ReduceMean", List.of("flat"), "mean", TinyOnnx.Attribute.of("axes", new long[] {1}))
                .constant("none", new float[] {Float.NaN})
                .constant("sixty", new float[63], 1, 63)
                .node("Add", List.of("mean", "none"), "handedness")
                .node("Identity", List.of("mean"), "presence")
                .node("Add", List.of("mean", "sixty"), "points")
                .output("points", TinyOnnx.FLOAT, "n", 63)
                .output("presence", TinyOnnx.FLOAT, "n", 1)
                .output("handedness", TinyOnnx.FLOAT, "n", 1)
                .write(file);
        try (OnnxModel model = OnnxModel.open(TinyHands.handCard(), file, TinyModels.settings(1));
                HandLandmarker landmarker = new HandLandmarker(model, HandLimits.DEFAULT, pool);
                FrameCrops crops = TinyHands.crops(pool, 1, 1, 8)) {
            assertThatThrownBy(() -> landmarker.find(crops))
                    .isInstanceOf(FaultException.class)
                    .hasMessage("BadAnswer: the model gives numbers that are not finite");
        }
    }

    @Test
    void shouldSayWhichKindOfCardIsNeeded() {
        ModelSettings settings = new ModelSettings("arcface", file);
        try (UserModel model =
                new UserModel(settings, ModelKind.PALM, ModelPlace.ONLY, TinyModels.settings(1), Path.of("conf"))) {
            assertThatThrownBy(model::open)
                    .isInstanceOf(ModelException.class)
                    .hasMessage(
                            "the card arcface is for a model of kind = embedding, but one of kind = palm is needed; name"
                                    + " the card of such a model");
        }
    }

    @Test
    void shouldFitTheCardsThatAreDelivered() throws Exception {
        fits("palm-192", "palm_detection_full_192.onnx", 4, 0);
        fits("palm-128", "palm_detection_128.onnx", 1, 0);
        fits("hand-lite-224", "hand_landmark_lite_224.onnx", 4, 0);
        fits("hand-224", "hand_landmark_224.onnx", 1, 1);
        Path other = Fixtures.path("models/palm_detection_128.onnx");
        assertThatThrownBy(() -> OnnxModel.open(
                                ModelCards.find("palm-192", Path.of("conf")), other, TinyModels.settings(1))
                        .close())
                .hasMessage(
                        other + " takes 'input' float [1, 3, 128, 128], but the card palm-192 expects floats"
                                + " [n, 3, 192, 192] (nchw); use the card of this model, or correct height, width and layout in it");
    }

    private static void fits(String card, String name, int batch, int notices) throws Exception {
        try (OnnxModel model = OnnxModel.open(
                ModelCards.find(card, Path.of("conf")), Fixtures.path("models/" + name), TinyModels.settings(4))) {
            assertThat(model.batch()).as(card).isEqualTo(batch);
            assertThat(model.notices()).as(card).hasSize(notices);
        }
    }

    /** The model gives back reds of the crop: the first are the points. */
    private void check(OnnxModel model) throws Exception {
        try (HandLandmarker landmarker = new HandLandmarker(model, HandLimits.DEFAULT, pool);
                FrameCrops crops = TinyHands.crops(pool, 5, 2, 8)) {
            FrameHands found = landmarker.find(crops);
            assertThat(found.hands()).hasSize(2);
            var pixels = crops.pixels().data().buffer();
            for (int i = 0; i < 2; i++) {
                int from = i * 3 * 64;
                assertThat(found.hands().get(i).score()).isEqualTo(1);
                assertThat(found.hands().get(i).rightness())
                        .isCloseTo((pixels.get(from + 1) & 0xff) / 255.0, within(1e-6));
                double right = (pixels.get(from) & 0xff) / 8.0;
                double down = (pixels.get(from + 3) & 0xff) / 8.0;
                assertThat(found.hands().get(i).landmarks()[0] * 800.0)
                        .isCloseTo(crops.regions().get(i).at(right, down).x(), within(0.01));
            }
        }
    }

    private AbstractThrowableAssert<?, ?> refused(ModelCard card) {
        return assertThatThrownBy(
                        () -> OnnxModel.open(card, file, TinyModels.settings(2)).close())
                .isInstanceOf(ModelException.class);
    }
}
