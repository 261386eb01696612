package io.millrace.media.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.millrace.media.pixel.ChannelOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Pictures as numbers, in the memory that the model reads. A number depends on its byte only, so each colour has a
 * table of 256; with {@code whiten} the table is each picture's own. One thread's.
 */
final class InputBatch {

    private static final int COLOURS = 3;
    private static final int VALUES = 256;

    private final ModelCard.Input card;
    private final OnnxJavaType type;
    private final ByteBuffer memory;
    private final int numbers;
    private final float[][] tables;
    private final byte[] bytes;
    private final float[] floats;

    /** @param memory direct, of at least {@link #bytes} */
    InputBatch(ModelCard.Input card, OnnxJavaType type, ByteBuffer memory) {
        this.card = card;
        this.type = type;
        this.memory = memory.order(ByteOrder.nativeOrder());
        numbers = COLOURS * card.height() * card.width();
        tables = tables(card);
        bytes = new byte[numbers];
        floats = new float[numbers];
    }

    /** For {@code pictures} pictures. */
    static long bytes(ModelCard.Input card, OnnxJavaType type, int pictures) {
        return (long) COLOURS * card.height() * card.width() * type.size * pictures;
    }

    /** @param rgb {@code [height, width, 3]}, from its position on */
    void put(int place, ByteBuffer rgb) {
        rgb.get(rgb.position(), bytes);
        if (card.whiten()) {
            whiten();
        }
        if (card.layout() == TensorLayout.NCHW) {
            planes();
        } else {
            pixels();
        }
        if (type == OnnxJavaType.FLOAT) {
            all().put(place * numbers, floats);
        } else {
            halves(place);
        }
    }

    /** The first {@code count} pictures; the caller closes it. */
    OnnxTensor tensor(int count) throws OrtException {
        long[] shape = card.layout().shape(count, card.height(), card.width());
        if (type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(Ort.environment(), all().limit(count * numbers), shape);
        }
        ByteBuffer some = memory.slice(0, count * numbers * type.size).order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(Ort.environment(), some, shape, type);
    }

    private FloatBuffer all() {
        return memory.asFloatBuffer();
    }

    private void halves(int place) {
        ShortBuffer into = memory.asShortBuffer();
        for (int i = 0; i < numbers; i++) {
            into.put(place * numbers + i, Fp16Conversions.floatToFp16(floats[i]));
        }
    }

    private void planes() {
        int plane = numbers / COLOURS;
        for (int colour = 0; colour < COLOURS; colour++) {
            float[] table = tables[colour];
            int at = colour * plane;
            for (int i = channel(card, colour); i < numbers; i += COLOURS) {
                floats[at++] = table[bytes[i] & 0xff];
            }
        }
    }

    private void pixels() {
        for (int colour = 0; colour < COLOURS; colour++) {
            float[] table = tables[colour];
            int from = channel(card, colour);
            for (int i = 0; i < numbers; i += COLOURS) {
                floats[i + colour] = table[bytes[i + from] & 0xff];
            }
        }
    }

    /** Which of red, green and blue is the model's {@code colour}-th. */
    private static int channel(ModelCard.Input card, int colour) {
        return card.colour() == ChannelOrder.RGB ? colour : COLOURS - 1 - colour;
    }

    /** In 32 bits, step by step, as frameworks do it on arrays of floats. */
    private static float[][] tables(ModelCard.Input card) {
        double[] mean = Numbers.three("mean", card.mean());
        double[] std = Numbers.three("std", card.std());
        float[][] tables = new float[COLOURS][VALUES];
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int value = 0; value < VALUES; value++) {
                float pixel = card.range() == 1 ? value / 255f : value;
                tables[colour][value] = (pixel - (float) mean[colour]) / (float) std[colour];
            }
        }
        return tables;
    }

    /** FaceNet's prewhiten; sums of whole numbers are exact in any order. */
    private void whiten() {
        long sum = 0;
        long squares = 0;
        for (byte each : bytes) {
            long value = each & 0xff;
            sum += value;
            squares += value * value;
        }
        double mean = (double) sum / numbers;
        double variance = Math.max(0, (double) squares / numbers - mean * mean);
        double std = Math.max(Math.sqrt(variance), 1 / Math.sqrt(numbers));
        for (int value = 0; value < VALUES; value++) {
            float number = (float) ((value - mean) / std);
            for (float[] table : tables) {
                table[value] = number;
            }
        }
    }
}
