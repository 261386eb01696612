package io.millrace.cli.run;

import io.millrace.jobs.clips.ClipTensor;
import io.millrace.jobs.landmarks.FittedFrame;
import io.millrace.jobs.landmarks.FrameCrops;
import io.millrace.jobs.landmarks.FrameHands;
import io.millrace.jobs.landmarks.Handedness;
import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.Clip;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.media.pixel.VideoFacts;
import io.millrace.show.Format;
import io.millrace.store.files.EncodedItem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stages make, in words for people. */
final class PayloadText {

    private PayloadText() {}

    static String words(Object value) {
        if (isKnown(value)) {
            return "there already, from another file of the same bytes";
        }
        if (value instanceof Clip clip) {
            VideoFacts facts = clip.facts();
            return facts.codec() + " " + facts.width() + "x" + facts.height() + ", "
                    + Format.count(facts.framesTotal(), "frame") + ", took "
                    + clip.samples().stream().map(Clip.Sample::index).toList();
        }
        if (value instanceof ClipTensor tensor) {
            return "uint8 " + Arrays.toString(tensor.frames().shape())
                    + (tensor.tokens() == null ? "" : ", tokens int64 [" + tensor.tokens().length + "]");
        }
        if (value instanceof DecodedImage image) {
            return image.width() + "x" + image.height() + " RGB, sha256 "
                    + image.sha256().substring(0, 12) + "...";
        }
        if (value instanceof AlignedImage aligned) {
            return "uint8 " + Arrays.toString(aligned.pixels().shape());
        }
        if (value instanceof Embedding embedding) {
            return "float32 [" + embedding.vector().length + "], begins "
                    + Arrays.toString(Arrays.copyOf(embedding.vector(), 4));
        }
        if (value instanceof FittedFrame fitted) {
            return "frame " + fitted.frame().index() + ": " + fitted.frame().width() + "x"
                    + fitted.frame().height() + " RGB, fitted to uint8 "
                    + Arrays.toString(fitted.pixels().shape());
        }
        if (value instanceof FrameCrops crops) {
            return "frame " + crops.index() + ": "
                    + Format.count(crops.regions().size(), "palm");
        }
        if (value instanceof FrameHands hands) {
            return hands(hands);
        }
        if (value instanceof EncodedItem item) {
            return item.files().stream()
                    .map(file -> file.name() + " " + Format.bytes(file.size()))
                    .collect(Collectors.joining(", "));
        }
        return value.getClass().getSimpleName();
    }

    /** Of a frame's result; 0 for what is no frame's. */
    static int frame(Object value) {
        if (value instanceof FittedFrame fitted) {
            return fitted.frame().index();
        }
        if (value instanceof FrameCrops crops) {
            return crops.index();
        }
        return value instanceof FrameHands hands ? hands.index() : 0;
    }

    private static String hands(FrameHands frame) {
        String found = frame.hands().isEmpty()
                ? frame.absence().key()
                : frame.hands().stream()
                        .map(hand -> (Handedness.IMAGE.isRight(hand) ? "right" : "left")
                                + String.format(Locale.ROOT, " hand %.3f", hand.score()))
                        .collect(Collectors.joining(", "));
        return "frame " + frame.index() + ": " + found;
    }

    private static boolean isKnown(Object value) {
        return (value instanceof DecodedImage image && image.picture() == null)
                || (value instanceof AlignedImage aligned && aligned.pixels() == null)
                || (value instanceof Embedding embedding && embedding.vector() == null);
    }
}
