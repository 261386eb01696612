package io.millrace.media.onnx;

import java.util.List;
import java.util.Locale;

/** What a model is for, and so what it gives. */
public enum ModelKind {
    /** A vector of a picture. */
    EMBEDDING,
    /** Where palms are, for each of its anchors, as MediaPipe's palm detectors say it. */
    PALM,
    /** The points of a hand, as MediaPipe's hand landmark models say them; older ones give none in metres. */
    HAND;

    /** In the order of outputs among those that look the same, and of {@code output.names}. */
    List<Answer> answers(ModelCard.Input input, ModelCard.Output output) {
        return switch (this) {
            case EMBEDDING -> List.of(new Answer("vector", output.dimension()));
            case PALM -> {
                int anchors = MediaPipeHands.palmAnchors(input.width());
                yield List.of(
                        new Answer("boxes", anchors, MediaPipeHands.PALM_NUMBERS), new Answer("scores", anchors, 1));
            }
            case HAND ->
                List.of(
                        new Answer("landmarks", MediaPipeHands.NUMBERS),
                        new Answer("presence", 1),
                        new Answer("handedness", 1),
                        new Answer("world", MediaPipeHands.NUMBERS).orNone());
        };
    }

    /** As in cards. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
