package io.millrace.jobs.landmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * A frame as it lies in a spool: {@link #BYTES}, little-endian, zeros for what there is not.
 *
 * <pre>
 *    0  landmarks   float32 [2, 21, 3]     1026  state   u8: 0 no row, 1 hands, 2 no palm, 3 low presence
 *  504  world       float32 [2, 21, 3]     1027  (zero)
 * 1008  score       float32 [2]            1028  frame   int32
 * 1016  handedness  float32 [2]            1032  width   int32
 * 1024  mask        uint8 [2]              1036  height  int32
 * </pre>
 *
 * @param block that it lies in
 * @param at where it begins
 */
record HandRow(Block block, int at) {

    static final int BYTES = 1040;

    static final int PLACES = 2;
    static final int LANDMARKS_AT = 0;
    static final int WORLD_AT = 504;
    static final int SCORE_AT = 1008;
    static final int HANDEDNESS_AT = 1016;
    static final int MASK_AT = 1024;
    static final int STATE_AT = 1026;
    static final int FRAME_AT = 1028;
    static final int WIDTH_AT = 1032;
    static final int HEIGHT_AT = 1036;

    static final byte NO_ROW = 0;
    private static final byte HANDS = 1;
    private static final byte NO_PALM = 2;
    private static final byte LOW_PRESENCE = 3;

    /** Rows next to each other. */
    static final class Block {

        private final byte[] bytes;
        private final ByteBuffer numbers;

        /** Holds zeros. */
        Block(int rows) {
            bytes = new byte[rows * BYTES];
            numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        byte[] bytes() {
            return bytes;
        }

        HandRow row(int n) {
            return new HandRow(this, n * BYTES);
        }
    }

    /** Fills a row that holds zeros. */
    void set(FrameHands frame, Hand[] places) {
        for (int place = 0; place < PLACES; place++) {
            if (places[place] != null) {
                set(place, places[place]);
            }
        }
        block.numbers.put(at + STATE_AT, frame.absence() == null ? HANDS : state(frame.absence()));
        block.numbers.putInt(at + FRAME_AT, frame.index());
        block.numbers.putInt(at + WIDTH_AT, frame.width());
        block.numbers.putInt(at + HEIGHT_AT, frame.height());
    }

    private void set(int place, Hand hand) {
        floats(LANDMARKS_AT + place * Hand.NUMBERS * Float.BYTES, hand.landmarks());
        if (hand.world() != null) {
            floats(WORLD_AT + place * Hand.NUMBERS * Float.BYTES, hand.world());
        }
        block.numbers.putFloat(at + SCORE_AT + place * Float.BYTES, (float) hand.score());
        block.numbers.putFloat(at + HANDEDNESS_AT + place * Float.BYTES, (float) hand.rightness());
        block.numbers.put(at + MASK_AT + place, (byte) 1);
    }

    boolean isThere() {
        return block.bytes[at + STATE_AT] != NO_ROW;
    }

    /** Why there is no hand; null where there is one. */
    Absence absence() {
        return switch (block.bytes[at + STATE_AT]) {
            case NO_PALM -> Absence.NO_PALM;
            case LOW_PRESENCE -> Absence.LOW_PRESENCE;
            default -> null;
        };
    }

    int frame() {
        return block.numbers.getInt(at + FRAME_AT);
    }

    int width() {
        return block.numbers.getInt(at + WIDTH_AT);
    }

    int height() {
        return block.numbers.getInt(at + HEIGHT_AT);
    }

    private static byte state(Absence absence) {
        return switch (absence) {
            case NO_PALM -> NO_PALM;
            case LOW_PRESENCE -> LOW_PRESENCE;
        };
    }

    /** Puts {@code length} bytes that begin at byte {@code from} of this row. */
    void copy(int from, int length, ByteBuffer into) {
        into.put(block.bytes, at + from, length);
    }

    /** Counts these bytes in. */
    void count(int from, int length, Checksum checksum) {
        checksum.update(block.bytes, at + from, length);
    }

    private void floats(int offset, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            block.numbers.putFloat(at + offset + i * Float.BYTES, numbers[i]);
        }
    }
}
