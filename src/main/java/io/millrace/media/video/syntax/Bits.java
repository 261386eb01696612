package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * Reads the head of a NAL unit bit by bit, its emulation prevention bytes taken out (H.264 7.3.1, HEVC 7.3.1.1). Past
 * the end it reads zeros and says so.
 */
final class Bits {

    private final byte[] bytes;
    private final int size;
    private int at;

    /** Of {@code unit} from {@code from} to {@code end}, {@code most} bytes of payload at the most. */
    Bits(ByteBuffer unit, int from, int end, int most) {
        bytes = new byte[Math.max(0, Math.min(end - from, most))];
        int zeros = 0;
        int kept = 0;
        for (int i = from; i < end && kept < bytes.length; i++) {
            byte value = unit.get(i);
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            bytes[kept++] = value;
        }
        size = kept * 8;
    }

    /** Whether more was read than there is. */
    boolean isOver() {
        return at > size;
    }

    boolean flag() {
        return read(1) != 0;
    }

    /** {@code count} bits, 32 at the most. */
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 1) | (at < size ? (bytes[at >> 3] >> (7 - (at & 7))) & 1 : 0);
            at++;
        }
        return value;
    }

    void skip(int count) {
        at += count;
    }

    /** ue(v): an unsigned Exp-Golomb number; what takes more than 32 bits reads as past the end. */
    int unsigned() {
        int zeros = 0;
        while (at < size && !flag()) {
            zeros++;
        }
        if (zeros > 31) {
            at = size + 1;
            return 0;
        }
        return (1 << zeros) - 1 + read(zeros);
    }

    /** se(v): a signed one. */
    int signed() {
        int code = unsigned();
        return (code & 1) != 0 ? (code >>> 1) + 1 : -(code >>> 1);
    }
}
