package io.millrace.jobs.landmarks;

import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.Footage;
import io.millrace.media.pixel.Reel;
import io.millrace.store.files.EncodedItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Videos whose hands follow from the numbers of their frames: none in one of three, one in the next, two in the third.
 */
final class Videos {

    static final HandsOrigin ORIGIN =
            new HandsOrigin(Handedness.IMAGE, "static", Map.of("palm", "palm-192", "hand", "hand-224"));

    private Videos() {}

    /** Every seventh frame from the sixth on is skipped if {@code gaps} are wanted; the reel is held by the caller. */
    static Reel reel(int indices, boolean gaps) {
        Footage footage = new Footage(Path.of("/somewhere/else"), true, "{\"gloss\":\"book\",\"signer\":7}");
        Reel reel = new Reel(footage, 29.97);
        int frames = 0;
        for (int index = 0; index < indices; index++) {
            if (isSkipped(index, gaps)) {
                reel.skip(new Reel.SkippedFrame(index, index + ".jpg", "CorruptImage: it ends early"));
            } else {
                frames++;
            }
        }
        reel.ends(frames);
        return reel;
    }

    static boolean isSkipped(int index, boolean gaps) {
        return gaps && index % 7 == 5;
    }

    /** All frames of a reel that has {@code indices}, in their order; each is to be closed. */
    static List<FrameHands> frames(Reel reel, int indices, boolean gaps) {
        List<FrameHands> frames = new ArrayList<>();
        for (int index = 0; index < indices; index++) {
            if (!isSkipped(index, gaps)) {
                frames.add(frame(reel, index));
            }
        }
        return frames;
    }

    static FrameHands frame(Reel reel, int index) {
        List<Hand> hands = new ArrayList<>();
        for (int n = 0; n < index % 3; n++) {
            hands.add(hand(index, n));
        }
        return frame(reel, index, hands);
    }

    static FrameHands frame(Reel reel, int index, List<Hand> hands) {
        Absence absence = index % 2 == 0 ? Absence.NO_PALM : Absence.LOW_PRESENCE;
        return new FrameHands(reel.hold(), index, index / 30.0, 640, 480, hands, hands.isEmpty() ? absence : null);
    }

    /** The first is a right one, the second a left one. */
    static Hand hand(int index, int n) {
        float[] landmarks = new float[Hand.NUMBERS];
        float[] world = index % 5 == 0 ? null : new float[Hand.NUMBERS];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = index * 1000 + n * 100 + i;
            if (world != null) {
                world[i] = -landmarks[i] / 8;
            }
        }
        return new Hand(0.5 + n * 0.25, n == 0 ? 0.875 : 0.25, landmarks, world);
    }

    static Item<FrameHands> item(String id, FrameHands frame) {
        return new Item<>(new ItemId(id), id + ".mp4", Identity.NONE, frame, null);
    }

    /** What comes out of {@code encoder} for {@code frame}, which is closed; null for nothing. */
    static EncodedItem put(HandsEncoder encoder, String id, FrameHands frame) throws Exception {
        List<EncodedItem> emitted = new ArrayList<>();
        try (frame) {
            encoder.apply(List.of(Part.alone(item(id, frame))), new Output<>() {
                @Override
                public void emit(Part<?> part, EncodedItem value) {
                    emitted.add(value);
                }

                @Override
                public void stream(Part<?> part, EncodedItem value, int most) {
                    throw new AssertionError("a video's files leave once");
                }

                @Override
                public void fail(Part<?> part, Fault fault) {
                    throw new AssertionError(fault.toString());
                }

                @Override
                public void empty(Part<?> part, Fault reason) {
                    // nothing comes out
                }
            });
        }
        return emitted.isEmpty() ? null : emitted.get(0);
    }

    /** A whole video, in order, by one worker. */
    static EncodedItem encoded(HandsSpools spools, String id, int indices, boolean gaps) throws Exception {
        EncodedItem encoded = null;
        try (Reel reel = reel(indices, gaps);
                HandsEncoder encoder = new HandsEncoder(spools, ORIGIN)) {
            for (int index = 0; index < indices; index++) {
                EncodedItem one = isSkipped(index, gaps) ? null : put(encoder, id, frame(reel, index));
                encoded = one == null ? encoded : one;
            }
        }
        return encoded;
    }
}
