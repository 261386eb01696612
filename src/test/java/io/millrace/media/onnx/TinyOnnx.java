package io.millrace.media.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small ONNX models by hand, field by field as onnx.proto numbers them. */
public final class TinyOnnx {

    public static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int BOOL = 9;
    public static final int FLOAT16 = 10;

    private final Proto graph = new Proto();

    /** @param sides numbers, or names for sides that are open */
    TinyOnnx input(String name, int type, Object... sides) {
        graph.field(11, value(name, type, sides));
        return this;
    }

    TinyOnnx output(String name, int type, Object... sides) {
        graph.field(12, value(name, type, sides));
        return this;
    }

    /** A node of one output. */
    TinyOnnx node(String operator, List<String> inputs, String output, Attribute... attributes) {
        return node(operator, inputs, List.of(output), attributes);
    }

    TinyOnnx node(String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
        Proto node = new Proto();
        inputs.forEach(input -> node.field(1, input));
        outputs.forEach(output -> node.field(2, output));
        node.field(4, operator);
        for (Attribute attribute : attributes) {
            node.field(5, attribute.proto);
        }
        graph.field(1, node);
        return this;
    }

    /** A tensor of floats; no sides are a number. */
    TinyOnnx constant(String name, float[] values, long... sides) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.field(5, tensor(name, FLOAT, sides).field(9, raw.array()));
        return this;
    }

    TinyOnnx constant(String name, long value) {
        ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        graph.field(5, tensor(name, INT64).field(9, raw.array()));
        return this;
    }

    /** A tensor of bytes. */
    TinyOnnx constant(String name, int type, byte[] values, long... sides) {
        graph.field(5, tensor(name, type, sides).field(9, values));
        return this;
    }

    /** A tensor of floats in another file. */
    TinyOnnx external(String name, String file, long... sides) {
        Proto location = new Proto().field(1, "location").field(2, file);
        graph.field(5, tensor(name, FLOAT, sides).field(13, location).field(14, 1));
        return this;
    }

    Path write(Path file) throws IOException {
        Proto model = new Proto().field(1, 8).field(7, graph.field(2, "tiny"));
        return Files.write(
                file, model.field(8, new Proto().field(1, "").field(2, 17)).bytes());
    }

    /** Of a node. */
    record Attribute(Proto proto) {

        static Attribute of(String name, long value) {
            return new Attribute(new Proto().field(1, name).field(3, value).field(20, 2));
        }

        static Attribute of(String name, long... values) {
            Proto proto = new Proto().field(1, name);
            for (long value : values) {
                proto.field(8, value);
            }
            return new Attribute(proto.field(20, 7));
        }

        static Attribute of(String name, TinyOnnx body) {
            return new Attribute(new Proto()
                    .field(1, name)
                    .field(6, body.graph.field(2, "body"))
                    .field(20, 5));
        }
    }

    private static Proto tensor(String name, int type, long... sides) {
        Proto tensor = new Proto();
        for (long side : sides) {
            tensor.field(1, side);
        }
        return tensor.field(2, type).field(8, name);
    }

    private static Proto value(String name, int type, Object... sides) {
        Proto shape = new Proto();
        for (Object side : sides) {
            shape.field(
                    1, side instanceof String open ? new Proto().field(2, open) : new Proto().field(1, (Integer) side));
        }
        return new Proto()
                .field(1, name)
                .field(2, new Proto().field(1, new Proto().field(1, type).field(2, shape)));
    }

    /** A message of protobuf. */
    static final class Proto {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Proto field(int number, long value) {
            varint((long) number << 3);
            varint(value);
            return this;
        }

        Proto field(int number, byte[] value) {
            varint(((long) number << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Proto field(int number, String value) {
            return field(number, value.getBytes(UTF_8));
        }

        Proto field(int number, Proto value) {
            return field(number, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
