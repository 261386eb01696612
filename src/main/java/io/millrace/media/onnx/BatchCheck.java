package io.millrace.media.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds out at the start of a run what a model's file does not say: whether a picture's vector is the same bits by
 * itself and among others. Libraries choose other code for other sizes, so each size that can occur is tried.
 */
final class BatchCheck {

    /** Beyond it only every so many sizes are tried, the largest always. */
    private static final int EACH_SIZE = 16;

    private final ModelSession session;
    private final InputBatch pictures;
    private final byte[] noise;

    BatchCheck(ModelSession session, InputBatch pictures, ModelCard card) {
        this.session = session;
        this.pictures = pictures;
        this.noise = new byte[card.alignment().bytes()];
    }

    /** What the model makes of one picture that is always the same. */
    float[][] one(OrtSession.RunOptions options) throws OrtException {
        putNoise(0, 0);
        return session.run(pictures, 1, options);
    }

    /** Whether each of up to {@code most} pictures gets the bits that it gets by itself. */
    boolean invariant(int most, OrtSession.RunOptions options) throws OrtException {
        float[][][] alone = new float[most][][];
        for (int i = 0; i < most; i++) {
            putNoise(0, i);
            alone[i] = session.run(pictures, 1, options);
        }
        for (int i = 0; i < most; i++) {
            putNoise(i, i);
        }
        for (int count = most; count > 1; count -= count > EACH_SIZE ? EACH_SIZE : 1) {
            if (!sameBits(session.run(pictures, count, options), alone, count)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBits(float[][] together, float[][][] alone, int count) {
        for (int picture = 0; picture < count; picture++) {
            for (int answer = 0; answer < together.length; answer++) {
                float[] one = alone[picture][answer];
                int from = picture * one.length;
                if (!Arrays.equals(together[answer], from, from + one.length, one, 0, one.length)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Xorshift: the same on every machine. */
    private void putNoise(int place, int seed) {
        long state = 0x9E3779B97F4A7C15L * (seed + 1);
        for (int i = 0; i < noise.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            noise[i] = (byte) (state >>> 24);
        }
        pictures.put(place, ByteBuffer.wrap(noise));
    }
}
